// Lists all servers of the cloud in $OS_CLOUD and prints how many, and the peak of this process's memory in MiB.
import { type Server, openstack } from '@opsbook/openstack';

const cloud = openstack({});
const servers: Server[] = await cloud.compute.servers.list();
cloud.close();
console.log(JSON.stringify({ servers: servers.length, peakMiB: process.resourceUsage().maxRSS / 1024 }));
