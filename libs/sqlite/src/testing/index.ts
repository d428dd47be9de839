export { temporaryLedger } from './temporary-ledger.ts';
