import { it } from '@jest/globals';
import { storeContract } from '../testing/store-contract.ts';
import { MemoryStore } from './memory-store.ts';

it.each(storeContract)('$name', ({ holds }) => holds(new MemoryStore()));
