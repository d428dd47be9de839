import type { ErrorValue } from '@opsbook/runbook';
import { nextText } from './maintain-text.ts';
import { type MaintainReport, type MaintenanceState, STEPS, type StepName } from './maintain-report.ts';
import type { HostTest } from './test-report.ts';

type Step = MaintainReport['steps'][number];

/** How far a maintenance has come. */
export class Progress {
  /** The step under way, or the one that failed. */
  at: StepName = 'silence';
  boot: MaintainReport['boot'] = null;
  test: HostTest | null = null;
  /** Whether it was proven and is enabled. */
  inService = false;
  readonly notes: string[] = [];
  readonly #steps = new Map<StepName, Step>();

  async step<T>(step: StepName, work: () => Promise<T>): Promise<T> {
    this.at = step;
    const value = await work();
    this.#steps.set(step, { step, result: 'done', why: null, requestId: null });
    return value;
  }

  skip(step: StepName, why: string): void {
    this.#steps.set(step, { step, result: 'skipped', why, requestId: null });
  }

  failed({ message, requestId = null }: Pick<ErrorValue, 'message'> & { requestId?: string | null }): void {
    this.#steps.set(this.at, { step: this.at, result: 'failed', why: message, requestId });
  }

  steps(): Step[] {
    return STEPS.map((step) => this.#steps.get(step) ?? { step, result: 'not reached', why: null, requestId: null });
  }

  get failure(): Step | undefined {
    return this.steps().find(({ result }) => result === 'failed');
  }

  report(hypervisor: string, state: MaintenanceState, ticket: string | null): MaintainReport {
    const { boot, test, inService, notes } = this;
    const next = nextText(this.failure?.step, state);
    return { hypervisor, inService, steps: this.steps(), boot, test, state, ticket, next, notes: [...notes] };
  }
}
