import { serve } from '../daemon/serve.ts';
import { untilStopped } from '../daemon/until-stopped.ts';
import { connectMarks } from './marks.ts';
import { ChaosSite } from './site.ts';

/** A daemon that is there to be killed: `node daemon.ts <folder> <data> <port>`. */
const [folder = '', data = '', port = '0'] = process.argv.slice(2);
const site = new ChaosSite(folder, data, Number(port));
const { config, ledger, runbooks, version, marks } = site;
const engine = site.openEngine();
const daemon = await serve({ config, engine, runbooks, version, ledger, connect: connectMarks(config, marks) });
await untilStopped(daemon);
await engine.close();
