/* The level of the machine is one that its kernels may use. */
#include "base/hot.h"
#include "check.h"

static void level(void)
{
	int l = hot_level();

	CHECK(l == 1 || l == 3 || l == 4);
	CHECK(l == hot_level());
}

int main(void)
{
	CASE(level);
	return done();
}
