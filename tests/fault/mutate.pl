# mutate.pl FILE FOLDER COUNT SEED [text] - FOLDER/m0 ... : broken copies of FILE, the same ones for the same seed; text: by words,
# numbers and lines, so that most are still read.
use strict;
use warnings;
my ($file, $dir, $count, $seed, $text) = @ARGV;
open my $f, '<:raw', $file or die "$file: $!\n";
my $whole = do { local $/; <$f> };
my $size = length $whole;
srand $seed;
# Half of the places are in the first kilobyte, where formats keep what they are.
sub place { my $n = shift; return int rand(rand() < 0.5 && $n > 1024 ? 1024 : $n) }
my @odd = ("\0\0\0\0", "\xff\xff\xff\xff", "\0\0\0\x80", "\xff\xff\xff\x7f", "\1\0\0\0", "\0\0\0\1",
	"\xff\xff\xff\xff\xff\xff\xff\xff", "\0\0\0\0\0\0\0\x80", "-1", "99999999999999999999", "nan", "\n", "%s%n", "\0");
my @ways = (
	sub { substr($_[0], place(length $_[0]), 1) ^= chr(1 << int rand 8) },			# a bit
	sub { substr($_[0], place(length $_[0]), 1) = chr int rand 256 },			# a byte
	sub { my $o = $odd[rand @odd]; my $p = place(length $_[0]); substr($_[0], $p, length $o) = $o },
	sub { my $o = $odd[rand @odd]; substr($_[0], place(length $_[0]), 0) = $o },		# more bytes
	sub { substr($_[0], place(length $_[0]), 1 + int rand 16) = '' },			# fewer
	sub { my $p = place(length $_[0]); my $n = 1 + int rand 64; substr($_[0], $p, 0) = substr($_[0], $p, $n) },
	sub { my ($p, $q) = (place(length $_[0]), place(length $_[0])); my $n = 1 + int rand 32;
		substr($_[0], $p, $n) = substr($_[0], $q, $n) },				# one place onto another
	sub { my $p = place(length $_[0]); my $n = 1 + int rand 64; substr($_[0], $p, $n) = "\0" x $n },
	sub { $_[0] = substr($_[0], 0, int rand length $_[0]) },				# the end is missing
);
my @words = (qw(0 -1 1e9 1e-9 1e300 -0 99999999999 0.5 nan x [] {} $R = : - & * "" none all 2 3 7 1000 5e3), "[1, 2]", "{distribution: gaussian, mean: 1, sigma: 1}");
sub word { my ($how) = @_; my @at; push @at, [$-[0], $+[0] - $-[0]] while $_[1] =~ /[\w.+\/-]+/g; my $w = $at[rand @at] or return; $how->($_[1], @$w) }
@ways = (
	(sub { word(sub { substr($_[0], $_[1], $_[2]) = $words[rand @words] }, $_[0]) }) x 4,
	sub { word(sub { substr($_[0], $_[1], $_[2]) = '' }, $_[0]) },
	sub { word(sub { substr($_[0], $_[1], 0) = '-' }, $_[0]) },
	sub { word(sub { my $w = substr $_[0], $_[1], $_[2]; word(sub { substr($_[0], $_[1], $_[2]) = $w }, $_[0]) }, $_[0]) },	# one onto another
	sub { word(sub { substr($_[0], $_[1] + rand $_[2], 1) = chr(33 + int rand 94) }, $_[0]) },
	sub { my @l = split /^/, $_[0]; splice @l, rand @l, 1; $_[0] = join '', @l },		# a line is missing
	sub { my @l = split /^/, $_[0]; splice @l, rand @l, 0, $l[rand @l]; $_[0] = join '', @l },	# is there twice
	sub { $_[0] = substr($_[0], 0, int rand length $_[0]) },
) if $text;
for my $i (0 .. $count - 1) {
	my $bytes = $whole;
	for (0 .. int(rand 3) ** 2) {
		$ways[rand(@ways - (rand() < 0.8))]->($bytes) if length $bytes;
	}
	open my $o, '>:raw', "$dir/m$i" or die "$dir/m$i: $!\n";
	print $o $bytes;
	close $o or die "$dir/m$i: $!\n";
}
