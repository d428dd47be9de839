import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLocalEngine } from '@opsbook/engine-local';
import { type Config, configOf } from '@opsbook/services';
import { Marks, connectMarks, leaveMark } from './marks.ts';

export const TOKEN = 'token-of-chaos';

/** Whether an alert is one that the rule answers: one in ten. */
export const isActedUpon = (index: number): boolean => index % 10 === 0;

const RULES = `rules:
  - name: leave-a-mark
    on: { alert: chaos }
    when: { field: labels.act, equals: 'yes' }
    run: mark.leave
    input: { name: '\${labels.instance}' }
`;

/** A folder with a daemon's ledgers, its rules, and the marks that its runs leave. */
export class ChaosSite {
  readonly folder: string;
  readonly config: Config;
  readonly ledger: string;
  readonly marks: Marks;
  readonly runbooks = [leaveMark];
  readonly version = '1';

  /** @param data where the ledgers are */
  constructor(folder: string, data: string, port: number) {
    this.folder = folder;
    this.ledger = join(data, 'ledger.db');
    this.marks = new Marks(join(folder, 'marks'));
    const rules = join(folder, 'rules.yaml');
    writeFileSync(rules, RULES);
    this.config = configOf({
      serve: { port, rules: [rules], alertmanagers: { chaos: { auth: { token: TOKEN } } } },
    });
  }

  openEngine() {
    const { ledger: path, runbooks, version } = this;
    return openLocalEngine({ path, runbooks, version, connect: connectMarks(this.config, this.marks) });
  }
}
