export type Verb = 'read' | 'ensure' | 'once' | 'wait' | 'ask' | 'each' | 'run';
