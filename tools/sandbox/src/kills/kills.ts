import { isDeepStrictEqual, parseArgs } from 'node:util';
import { chance } from './chance.ts';
import { hypervisorStories } from './hypervisor-stories.ts';
import { type Doom, type Life, live } from './live.ts';
import { messageStories } from './message-stories.ts';
import { projectStory } from './project-story.ts';
import type { Story } from './story.ts';

/**
 * Runs runbooks by `opsbook`, as processes of their own on a simulated site, kills these with SIGKILL at random moments and resumes
 * them, until so many kills met each runbook in its midst. Each run has to end as one that nobody killed, with each effect once.
 * Exits with 1 when something is different, and says what.
 */
const KILLS = 25;
/** Kills of one run at most. */
const KILLS_PER_RUN = 6;
/** Milliseconds at most from what a process has asked for to its death. */
const LATER = 300;
/** Stories that go on at once: they wait most of the time. */
const AT_ONCE = 6;

const { values } = parseArgs({
  options: { seed: { type: 'string' }, kills: { type: 'string' }, only: { type: 'string' } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1_000_000));
const wanted = Number(values.kills ?? KILLS);
const stories = [...hypervisorStories, projectStory, ...messageStories].filter(({ name }) =>
  name.includes(values.only ?? ''),
);
const say = (text: string) => process.stdout.write(`kills: ${text}\n`);

/** Everything that is different after kills; empty when nothing is. */
function differences(end: Life['end'], undisturbed: Life['end']): string[] {
  const faults = end.leases === 0 ? [] : [`${end.leases} leases are left over`];
  for (const key of ['status', 'state', 'effects'] as const) {
    if (isDeepStrictEqual(end[key], undisturbed[key])) continue;
    faults.push(`${key}: ${JSON.stringify(end[key])} instead of ${JSON.stringify(undisturbed[key])}`);
  }
  return faults;
}

/** Runs a story until it has met so many kills. Answers how many things were different. */
async function play(story: Story): Promise<number> {
  const began = Date.now();
  const { end: undisturbed, asked, said } = await live(story, () => undefined);
  if (undisturbed.status !== story.ends)
    throw new Error(`it ends as ${undisturbed.status} when nobody kills it:\n${said}`);
  const sum = { runs: 0, kills: 0, amid: 0, idle: 0, resumes: 0, answers: 0 };
  let different = 0;
  while (sum.kills < wanted) {
    sum.runs += 1;
    const doom: Doom = (process) => {
      if (process > KILLS_PER_RUN) return undefined;
      const words = [seed, story.name, sum.runs, process];
      // So that most kills come before the run is over, and some late in it.
      return { asked: 1 + chance(...words) * (asked / 3), later: chance(...words, 'later') * LATER };
    };
    const life = await live(story, doom);
    const all = undisturbed.effects.length;
    sum.kills += life.kills.length;
    sum.amid += life.kills.filter((effects) => effects > 0 && effects < all).length;
    for (const key of ['idle', 'resumes', 'answers'] as const) sum[key] += life[key];
    for (const fault of differences(life.end, undisturbed)) {
      different += 1;
      say(`WRONG: ${story.name}, run ${sum.runs}: ${fault}`);
    }
  }
  const seconds = Math.round((Date.now() - began) / 1000);
  say(
    `${story.name} (${story.ends}, ${undisturbed.effects.length} effects): ${sum.runs} runs under ${sum.kills} kills in their ` +
      `midst (${sum.amid} between its first effect and its last, and ${sum.idle} others), ${sum.resumes} resumes, ${sum.answers} questions answered, ${different} differences; ${seconds} s`,
  );
  return different;
}

say(`seed ${seed}`);
const queue = [...stories];
let different = 0;
const worker = async () => {
  for (let story = queue.shift(); story !== undefined; story = queue.shift()) {
    const { name } = story;
    different += await play(story).catch((error: unknown) => {
      say(`FAILED: ${name}: ${String(error)}`);
      return 1;
    });
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, worker));
say(`seed ${seed}: ${different} differences in all`);
process.exit(different === 0 ? 0 : 1);
