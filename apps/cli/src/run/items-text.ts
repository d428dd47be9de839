import { formatDuration } from '../format/duration.ts';
import type { Style } from '../format/style.ts';
import { headed, widthOf } from '../format/table.ts';
import { type Fact, itemFacts, itemText, requestOf } from './item-text.ts';
import { type ViewNode, keyOf, secondsOf, whyOf } from './run-view.ts';
import { colored } from './status-color.ts';

/** Facts that get a column of their own; with more of them all stand in one. */
const COLUMNS = 5;

/**
 * The items of a run: a table with a column for each fact that their lanes returned, or, where the screen is too narrow for
 * it, a few lines for each.
 * @param width columns of the screen; undefined for a pipe
 */
export function itemsText(items: readonly ViewNode[], style: Style, width?: number): string {
  if (items.length === 0) return '';
  const wide = tableOf(items, style);
  const tooWide = width !== undefined && wide.split('\n').some((line) => widthOf(line) > width);
  return tooWide ? items.map((item) => linesOf(item, style)).join('') : wide;
}

function tableOf(items: readonly ViewNode[], style: Style): string {
  const facts = items.map((item) => itemFacts(item.value, keyOf(item), item.name));
  const names = [...new Set(facts.flatMap((fact) => Object.keys(fact)))];
  const apart = names.length <= COLUMNS;
  const heading = ['ITEM', 'STATUS', 'TOOK', ...(apart ? names.map(title) : ['RESULT']), 'REQUEST', 'WHY'];
  const rows = items.map((item, i) => [
    item.name,
    colored(item.status, style),
    tookOf(item),
    ...(apart ? names.map((name) => cell(facts[i]?.[name])) : [itemText(item.value, keyOf(item), item.name)]),
    requestOf(item),
    whyOf(item),
  ]);
  return headed(heading.map(style.bold), rows);
}

function linesOf(item: ViewNode, style: Style): string {
  const said = [itemText(item.value, keyOf(item), item.name), whyOf(item), style.dim(requestOf(item))];
  const first = [item.name, colored(item.status, style), tookOf(item)].filter((part) => part !== '').join('  ');
  return [first, ...said.filter((line) => line !== '').map((line) => `  ${line}`)].map((line) => `${line}\n`).join('');
}

function tookOf(item: ViewNode): string {
  const seconds = secondsOf(item);
  return seconds === undefined ? '' : formatDuration(seconds);
}

const cell = (fact: Fact | undefined): string => (fact === undefined ? '' : String(fact));

/** `MIGRATION ID` of `migrationId`. */
const title = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toUpperCase();
