# Every scan of a folder to a volume and a picture, again only where a scan is newer: make -f 06-reprocess.mk DIR=scans
# Safe from cron: an output is complete or absent, and a run that was stopped or killed goes on where it was.
#	0 * * * * make -s -k -j2 -f .../06-reprocess.mk DIR=/data/today
# A scan NAME.h5 may have options of its own in NAME.opt, such as --rotation-axis 1021.5; when they change it is done again.
SHELL  = /bin/bash -o pipefail
DIR   ?= .
RECIPE ?= -q --memory 1G
SCANS  = $(filter-out %_rec.h5,$(wildcard $(DIR)/*.h5))
all: $(SCANS:%.h5=%.png)
.SECONDEXPANSION:
%_rec.h5: %.h5 $$(wildcard $$*.opt)
	bp-recon $(RECIPE) $(if $(wildcard $*.opt),$(file <$*.opt)) -o $@ $<
%.png: %_rec.h5
	xview -q $< -o $@
.SECONDARY:
.PHONY: all
