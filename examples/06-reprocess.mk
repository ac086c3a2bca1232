# Every scan of a folder to a volume and a picture, again only where a scan is newer: make -f 06-reprocess.mk DIR=scans
# Safe from cron: an output is complete or absent, and a run that is stopped goes on where it was.
#	0 * * * * make -s -k -j2 -f .../06-reprocess.mk DIR=/data/today
SHELL = /bin/bash -o pipefail
DIR  ?= .
SCANS = $(filter-out %_rec.h5,$(wildcard $(DIR)/*.h5))
all: $(SCANS:%.h5=%.png)
%_rec.h5: %.h5
	xnorm -q $< | xfilter -q -f outlier:dif=0.5 -f stripe-fw | xrecon -q -a gridrec --center auto --memory 1G -o $@
%.png: %_rec.h5
	xview $< -o $@
.SECONDARY:
.PHONY: all
