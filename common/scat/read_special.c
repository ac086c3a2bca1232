#include "scat/read.h"

const struct rd_shape_kind rd_shape_kinds[] = {
	{ "trapezoid_stack", rd_stack }, { "mesh", rd_mesh }, { "height_field", rd_height_field }, { "voxels", rd_voxels },
	{ NULL, NULL },
};
