# code.pl FILE... - FILE:LINE:TEXT of C files, comments taken out and strings emptied.
use strict;
use warnings;
for my $file (@ARGV) {
	open my $f, '<', $file or die "$file: $!\n";
	my $c = do { local $/; <$f> };
	$c =~ s{(/\*.*?\*/|//[^\n]*)|("(?:\\.|[^"\\])*")|('(?:\\.|[^'\\\n])*')}
	       {defined $1 ? "\n" x ($1 =~ tr/\n//) : defined $2 ? '""' . "\n" x ($2 =~ tr/\n//) : "' '"}gse;
	my $n = 0;
	print "$file:", ++$n, ":$_\n" for split /\n/, $c;
}
