# Runs a command and prints how many lines it printed, and the peak of its memory (its children's included) in MiB.
import json
import resource
import subprocess
import sys

child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE)
lines = sum(1 for _ in child.stdout)
if child.wait() != 0:
    sys.exit(child.returncode)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(json.dumps({"lines": lines, "peakMiB": peak}))
