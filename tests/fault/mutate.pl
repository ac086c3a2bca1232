# mutate.pl FILE FOLDER COUNT SEED - FOLDER/m0 ... : broken copies of FILE, the same ones for the same seed.
use strict;
use warnings;
my ($file, $dir, $count, $seed) = @ARGV;
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
for my $i (0 .. $count - 1) {
	my $bytes = $whole;
	for (0 .. int(rand 3) ** 2) {
		$ways[rand(@ways - (rand() < 0.8))]->($bytes) if length $bytes;
	}
	open my $o, '>:raw', "$dir/m$i" or die "$dir/m$i: $!\n";
	print $o $bytes;
	close $o or die "$dir/m$i: $!\n";
}
