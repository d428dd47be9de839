import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import fc from 'fast-check';
import { NotReproduced } from '../../templates/template-errors.ts';
import { RenderFailed } from './evaluate.ts';
import { jsonDumps } from './python-value.ts';
import { type ParameterSources, renderFinalParameters, renderLiveParameters } from './render-parameters.ts';
import { passedOn, wildExecution } from './wild-execution.test-support.ts';

/** Jinja2 takes its time to compile a template. */
const RUNS = Math.min(fuzzRuns(500), 1_000);
const python = spawnSync('python3', ['-c', 'import jinja2; print(jinja2.__version__)'], { encoding: 'utf8' });
const isThere = python.status === 0 && python.stdout.startsWith('3.');
if (!isThere) console.warn('not compared with Jinja2: python3 has none');
const withJinja = isThere ? test : test.skip;

type Result = { final: string } | { error: string };

/** The same cases, rendered by Jinja2. */
function byJinja(cases: readonly ParameterSources[]): Result[] {
  const script = fileURLToPath(new URL('render-as-st2.py', import.meta.url));
  const { stdout, stderr } = spawnSync('python3', [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout) as Result[];
}

function here(sources: ParameterSources): Result | 'not reproduced' {
  try {
    return { final: jsonDumps(renderFinalParameters({ ...sources, given: renderLiveParameters(sources) })) };
  } catch (error) {
    if (error instanceof NotReproduced) return 'not reproduced';
    if (error instanceof RenderFailed) return { error: error.message };
    throw error;
  }
}

withJinja('what is neutralised and passed on as JSON is what it was, and is rendered as Jinja2 renders it', () => {
  const samples = fc.sample(passedOn, RUNS);
  const cases = samples.map(({ sources }) => sources);
  const theirs = byJinja(cases);
  for (const [index, sources] of cases.entries())
    expect([sources.given, here(sources)]).toEqual([sources.given, theirs[index]]);
  for (const [index, { wanted }] of samples.entries()) {
    const { final } = theirs[index] as { final: string };
    const { env } = JSON.parse(final) as { env: { ALL: string } };
    expect(JSON.parse(env.ALL)).toEqual(wanted);
  }
});

withJinja('any template that is reproduced is rendered as Jinja2 renders it, or fails as there', () => {
  const cases = fc.sample(wildExecution, RUNS);
  const theirs = byJinja(cases);
  const counts = { same: 0, failed: 0, 'not reproduced': 0 };
  for (const [index, sources] of cases.entries()) {
    const ours = here(sources);
    if (ours === 'not reproduced') counts[ours] += 1;
    else if ('error' in ours) {
      expect([sources, ours, theirs[index]]).toEqual([sources, ours, { error: expect.any(String) }]);
      counts.failed += 1;
    } else {
      expect([sources, ours]).toEqual([sources, theirs[index]]);
      counts.same += 1;
    }
  }
  // Otherwise nothing was compared.
  expect(Math.min(...Object.values(counts))).toBeGreaterThan(RUNS / 20);
});
