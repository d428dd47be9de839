// A simulated cloud with so many servers; prints its clouds.yaml as one line of JSON and runs until it is killed.
import { startOpenStack } from '@opsbook/openstack/testing';

const sim = await startOpenStack({ hypervisors: 100, servers: Number(process.argv[2]) });
console.log(JSON.stringify(sim.cloudsYaml()));
