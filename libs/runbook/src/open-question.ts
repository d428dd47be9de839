import type { AskPurpose } from './events.ts';

/** A question that waits for a person. */
export interface OpenQuestion {
  /** Its address in the run: what `answer` takes. */
  path: string;
  question: string;
  purpose: AskPurpose;
  /** Who may answer; anybody when left out. */
  approvers?: string[];
  /** Whether whoever asked for the run may answer too. */
  requesterMay: boolean;
  /** How many people must say yes. */
  count: number;
  /** Who has said yes so far. */
  approvedBy: string[];
  /** How many more must say yes. */
  missing: number;
  /** UTC ISO 8601. From then on answers are refused, and the run ends when it is executed next. */
  until?: string;
  /** The hash of the plan that is to be approved; its lines are in the event `asked` of this path. */
  plan?: string;
  /** The name of the site's rule that wants it approved. */
  rule?: string;
}
