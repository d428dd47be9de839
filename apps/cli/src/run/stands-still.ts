import type { Engine, OpenQuestion, RunRecord } from '@opsbook/runbook';
import { RunView, type ViewNode, isOpen } from './run-view.ts';

/**
 * Whether nothing goes on in a run but waiting for a person: somebody is asked, and every step that is open is open because
 * of a question, or is a run of its own that stands still likewise.
 */
export async function standsStill(engine: Engine, run: RunRecord, view: RunView): Promise<boolean> {
  if (!view.mayWaitForPeople()) return false;
  const questions = await engine.questions(run.id);
  const children = await engine.list({ parent: run.id, status: ['waiting', 'running'], limit: 1000 });
  for (const child of children) {
    if (!(await standsStill(engine, child, RunView.of(await engine.events(child.id))))) return false;
  }
  if (questions.length + children.length === 0) return false;
  return view.roots.filter(isOpen).every((node) => waits(node, questions, children.length > 0));
}

function waits(node: ViewNode, questions: readonly OpenQuestion[], childrenWait: boolean): boolean {
  const open = node.children.filter(isOpen);
  if (open.length > 0) return open.every((child) => waits(child, questions, childrenWait));
  if (node.verb === 'run') return childrenWait;
  return questions.some(({ path }) => path.startsWith(`${node.path}/`) || path.startsWith(`${node.path}#`));
}
