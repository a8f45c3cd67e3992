"""Export the whole register and say what it took; runs in Odoo's shell."""

import gc
import resource
import time

Export = env["membership.register.export"]


def run(**values):
    export = Export.create(values)
    export.write({"row_count": 1, "done_count": 0, "state": "running"})
    for _done in export._run():
        env.cr.commit()
    return export


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


run(joined_to="2001-01-01")  # warms caches up
gc.collect()
before, start = peak_mb(), time.monotonic()
export = run()
seconds = time.monotonic() - start
size = len(export.attachment_id.raw)
print(f"EXPORTED {export.done_count} {peak_mb() - before:.1f} {seconds:.1f} {size}")
