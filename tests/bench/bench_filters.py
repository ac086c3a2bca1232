#!/usr/bin/env python3
"""CPU seconds of scipy.ndimage on the work of bench_filters: 1024 x 64 x 1024 float, one thread."""
import time

import numpy as np
from scipy import ndimage

x = np.random.default_rng(0).random((64, 64, 1024), dtype=np.float32)	# a sixteenth: the rest is alike
for name, f in [
	("median 3", lambda a: ndimage.median_filter(a, 3)),
	("median 5", lambda a: ndimage.median_filter(a, 5)),
	("median 15", lambda a: ndimage.median_filter(a, 15)),
	("gaussian 3", lambda a: ndimage.gaussian_filter(a, 3)),
	("rotate, linear", lambda a: ndimage.rotate(a, 0.3, reshape=False, order=1, mode="nearest")),
	("rotate, spline of order 3", lambda a: ndimage.rotate(a, 0.3, reshape=False, order=3, mode="nearest")),
]:
	start = time.process_time()
	n = 1 if name == "median 15" else len(x)
	for a in x[:n]:
		f(a)
	print("%-26s %8.3f" % (name, (time.process_time() - start) * 1024 / n))
start = time.process_time()
ndimage.median_filter(x[:16], 3)
print("%-26s %8.3f" % ("median 3 x 3 x 3", (time.process_time() - start) * 64))
