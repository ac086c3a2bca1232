#!/bin/bash
# EDF as a user meets it: images, stacks, pipes, crops, what goes on from it, and all that can be wrong, each a sentence and a status.
. "$(dirname "$0")/../lib.sh"

raw() { perl -e 'print pack(shift . "*", @ARGV)' "$@"; }
header() {	# header ENTRY...: lines "ENTRY ;", filled to a multiple of 512 bytes
	perl -e '$t = "{\n" . join("", map { "$_ ;\n" } @ARGV); $t .= " " x (-(length($t) + 2) % 512); print "$t}\n"' "$@"
}
samples() { xinfo --samples "$1" | awk 'NR > 1 { printf "%s%s", (NR > 2 ? " " : ""), $NF }'; }
get() { xinfo --get "$1" "$2"; }

# ---- what it holds -----------------------------------------------------------------------------
image() { header 'HeaderID = EH:000001:000000:000000' 'Image = 1' "$@" 'Dim_1 = 4' 'Dim_2 = 3'; }
{ image 'ByteOrder = LowByteFirst' 'DataType = UnsignedShort' 'Size = 24' 'PSize_1 = 0.000172' 'PSize_2 = 0.000172' 'Center_1 = 2' \
	'SampleDistance = 2.5' 'WaveLength = 1e-10' 'ExposureTime = 0.5'; raw 'v' {1..12}; } >a.edf
is 'type, shape, axes' "$(get type a.edf), $(get shape a.edf), $(get order a.edf)" 'uint16, 3 x 4, row col'
is 'samples: rows of Dim_1' "$(samples a.edf)" "$(echo {1..12})"
is 'metadata' "$(xinfo a.edf | grep '^bp')" "bp.pixel_m	0.000172
bp.distance_m	2.5
bp.energy_keV	12.398419843320026
bp.exposure_s	0.5"
for t in 'c SignedByte int8' 'C UnsignedByte uint8' 's SignedShort int16' 'S UnsignedShort uint16' 'l SignedInteger int32' 'L UnsignedLong uint32' \
	'q Signed64 double' 'Q Unsigned64 double' 'f FloatValue float' 'd DoubleValue double'; do
	set -- $t
	for o in 'Low <' 'High >'; do
		case $1 in [cC]) p=$1 ;; *) p=$1${o#* } ;; esac
		{ image "ByteOrder = ${o% *}ByteFirst" "DataType = $2"; raw "$p" {3..14}; } >t.edf
		is "$2, ${o% *}" "$(get type t.edf): $(samples t.edf)" "$3: $(echo {3..14})"
	done
done
xconvert a.edf -o a.nrrd
{ image 'ByteOrder = LowByteFirst' 'DataType = UnsignedShort'; xconvert --no-history a.nrrd | tail -c 24; } >again.edf
ok 'the samples of a stream behind a header' xcompare -q a.nrrd again.edf

# ---- stacks, general blocks, pipes, parts ------------------------------------------------------
block() { image "EDF_DataBlockID = $1.Image.Psd" 'ByteOrder = HighByteFirst' 'DataType = SignedInteger' 'EDF_BinarySize = 512'; raw 'l>' $(seq $2 $(($2 + 11))); head -c 464 /dev/zero; }
{ block 0 0; block 1 100; block 2 200; } >s.edf
is 'a stack' "$(get shape s.edf), $(get order s.edf)" '3 x 3 x 4, frame row col'
is 'items, rows and columns of it' "$(xconvert --items 1:3 --rows 1:3 --cols 2:4 s.edf -o c.nrrd; samples c.nrrd)" '106 107 110 111 206 207 210 211'
is 'every second column' "$(xconvert --items 2:3 --cols 0:4:2 s.edf -o c.nrrd; samples c.nrrd)" '200 202 204 206 208 210'
{ header 'EDF_DataFormatVersion = 2.40' 'EDF_BinarySize = 0'; cat s.edf; } >g.edf
ok 'a general block in front is no image' xcompare -q s.edf g.edf
for f in a s g; do
	is "$f.edf through a pipe" "$(cat $f.edf | xconvert --no-history - | cksum)" "$(xconvert --no-history $f.edf | cksum)"
	is "$f.edf as standard input" "$(xconvert --no-history <$f.edf | cksum)" "$(xconvert --no-history $f.edf | cksum)"
done
is 'through a slow pipe' "$( (head -c 3 s.edf; sleep 0.2; tail -c +4 s.edf) | xinfo --get shape)" '3 x 3 x 4'
is 'CR LF, no filling, any case' "$( (printf '{\r\ndim_1=2;\r\nDIM_2 = 1 ;datatype = unsignedbyte;}\r\n\3\4') | xconvert -q -o p.nrrd; samples p.nrrd)" '3 4'
sed 's/^Image = 1 ;$/Title = a;b ;/' a.edf >semi.edf
ok 'a ; within a value' xcompare -q a.edf semi.edf

# ---- what goes on from it ----------------------------------------------------------------------
xrmc-model spinodal --size 32 --seed 5 --pattern -o p.npy
{ header 'EDF_DataBlockID = 1.Image.Psd' 'ByteOrder = LowByteFirst' 'DataType = DoubleValue' 'Dim_1 = 32' 'Dim_2 = 32'; tail -c 8192 p.npy; } >p.edf
xrmc -q p.npy -l 0.5 -o npy.nrrd && xrmc -q p.edf -l 0.5 -o edf.nrrd
ok 'xrmc: the model of the same pattern' eval '[ -s edf.nrrd ] && xcompare -q npy.nrrd edf.nrrd'
ok 'xview' xview a.edf -o a.png
none 'xfilter' "$(xfilter -q -f crop:right=2 a.edf -o f.nrrd 2>&1; [ "$(get shape f.nrrd)" = '1 x 3 x 2' ] || get shape f.nrrd)"

# ---- it is only read ---------------------------------------------------------------------------
fails 2 'x.edf: EDF is only read, not written (.nrrd' xconvert a.nrrd -o x.edf
cp a.edf old.edf
fails 2 'old.edf: EDF is only read' xconvert a.nrrd -o old.edf
ok 'a file of that name stays' cmp a.edf old.edf

# ---- what is wrong -----------------------------------------------------------------------------
bad() {	# bad STATUS PATTERN FILE: of every tool that reads, without an output
	rm -rf out && mkdir out
	fails "$1" "$3: .*$2\|$3: $2" xinfo "$3"
	fails "$1" "$2" xconvert "$3" -o out/x.h5
	fails "$1" "$2" eval "cat $3 | xconvert"
	none "$3 leaves nothing" "$(ls -A out)"
}
head -c 530 a.edf >cut.edf;				bad 5 'ends early: 18 bytes' cut.edf
head -c 100 a.edf >head.edf;				bad 5 'ends within the header at byte 0' head.edf
{ cat s.edf; head -c 600 s.edf; } >part.edf;		bad 5 'ends early: 88 bytes' part.edf
{ cat a.edf; head -c 30 a.edf; } >hcut.edf;		bad 5 'ends within the header at byte 536' hcut.edf
{ cat a.edf; echo junk; } >tail.edf;			bad 3 'what follows byte 536 is no EDF header' tail.edf
{ cat a.edf; head -c 600 /dev/zero; } >zeros.edf;	bad 3 'what follows byte 536' zeros.edf
sed 's/Dim_1 = 4/Dim_1 = 2/' a.edf | cat a.edf - >two.edf;	bad 3 'image 1, counted from 0, differs' two.edf
change() { sed "s/$1/$2/" a.edf >bad.edf; }	# the length of the header changes, and with it nothing else
change 'Dim_1 = 4 ;' '';			bad 3 'Dim_1 is missing' bad.edf
change 'Dim_1 = 4' 'Dim_1 = 0';			bad 3 'Dim_1 = 0' bad.edf
change 'Dim_1 = 4' 'Dim_1 = -4';		bad 3 'Dim_1 = -4' bad.edf
change 'Dim_1 = 4' 'Dim_1 = 99999999999999999999';	bad 3 'Dim_1 = 9999' bad.edf
change 'Dim_1 = 4' 'Dim_1 = 1000000000000000';	bad 3 'size' bad.edf
change 'Dim_2 = 3' 'Dim_2 = 1099511627776';	bad 3 'Size = 24 is less than' bad.edf
change 'Size = 24' 'Size = 1099511627776';	bad 5 'ends early' bad.edf
change 'Size = 24' 'Size = -1';			bad 3 'Size = -1' bad.edf
change 'Size = 24' 'Size = 23';			bad 3 'less than the 24 bytes' bad.edf
change 'UnsignedShort' 'Complex';		bad 3 'DataType = Complex' bad.edf
change 'LowByteFirst' 'Middle';			bad 3 'ByteOrder = Middle' bad.edf
change 'Image = 1' 'Compression = GZip';	bad 3 'Compression = GZip' bad.edf
change 'Image = 1' 'EDF_BinaryFileName = b.dat';	bad 3 'another file, b.dat' bad.edf
change 'Image = 1' 'Title = a; Dim_1 = 5';	bad 3 'Dim_1 has two values' bad.edf
{ printf '{\nDim_1 = 2 ;\n'; head -c 1100000 /dev/zero | tr '\0' ' '; } >endless.edf;	bad 3 'over 1048576 bytes' endless.edf
header 'EDF_DataFormatVersion = 2.40' >none.edf;	bad 3 'no image' none.edf
{ image 'ByteOrder = LowByteFirst' 'DataType = Unsigned64'; raw 'Q<' 1 2 9007199254740993 {4..12}; } >wide.edf
fails 3 'wide.edf: the 64-bit value at element 2 has no exact double' xconvert wide.edf -o out/x.h5
none 'and leaves nothing' "$(ls -A out)"

# ---- what only looks like it -------------------------------------------------------------------
for t in '{"Dim_1": 3, "DataType": "x=1"}' '{Dim_1: 3}' '{ }' '{ x = 3 }' '{' \
	$'{\nHEADER_BYTES=512;\nDIM=2;\nBYTE_ORDER=little_endian;\nTYPE=unsigned_short;\nSIZE1=4;\n}'; do
	printf '%s\n' "$t" >like.txt
	fails 3 'like.txt: not a format that is read (NRRD, HDF5, TIFF, NPY, EDF)' xinfo like.txt
done
done_testing
