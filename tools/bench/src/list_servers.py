# Lists all servers of the cloud in $OS_CLOUD and prints how many, and the peak of this process's memory in MiB.
import json
import resource

import openstack

cloud = openstack.connect()
servers = list(cloud.compute.servers(details=True, all_projects=True))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"servers": len(servers), "peakMiB": peak}))
