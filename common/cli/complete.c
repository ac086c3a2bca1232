/* Completion for bash: options, choices, names of methods, file names where a file is meant. */
#include <stdio.h>

#include "cli/help.h"
#include "cli/row.h"
#include "cli/text.h"

static void words(const char *const *list)
{
	printf("'");
	for (int i = 0; list[i]; i++)
		printf("%s%s", i ? " " : "", list[i]);
	printf("'");
}

static void names(const struct method *const *list)
{
	printf("'");
	for (int i = 0; list[i]; i++)
		printf("%s%s", i ? " " : "", list[i]->name);
	printf("'");
}

static void case_of(const struct opt *o)
{
	printf("\t");
	if (o->c)
		printf("-%c|", o->c);
	printf("--%s)\n\t\t", o->name);
	if (o->type == OPT_CHOICE || o->methods) {
		printf("mapfile -t COMPREPLY < <(compgen -W ");
		if (o->methods)
			names(o->methods);
		else
			words(o->choices);
		printf(" -- \"$cur\")\n");
	} else if (row_is_path(o))
		printf("mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n");
	else
		printf(":\n");
	printf("\t\treturn ;;\n");
}

void help_bash(const struct tool *t)
{
	printf("# bash completion for %s, made by %s --help=bash\n_%s()\n{\n", t->name, t->name, t->name);
	printf("\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
	       "\tCOMPREPLY=()\n"
	       "\tif [ \"$cur\" = = ]; then cur=\n"
	       "\telif [ \"$prev\" = = ]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
	       "\tcase $prev in\n");
	for (int i = 0; i < row_count(); i++)
		if (row_arg(row_at(i)->o))
			case_of(row_at(i)->o);
	printf("\t--help)\n\t\tif [ \"${COMP_WORDS[COMP_CWORD-1]}\" = = ] || "
	       "[ \"${COMP_WORDS[COMP_CWORD]}\" = = ]; then\n"
	       "\t\t\tmapfile -t COMPREPLY < <(compgen -W 'man bash json' -- \"$cur\")\n"
	       "\t\tfi\n\t\treturn ;;\n\tesac\n"
	       "\tcase $cur in\n\t-*)\n\t\tmapfile -t COMPREPLY < <(compgen -W '");
	for (int i = 0; i < row_count(); i++)
		printf("%s--%s", i ? " " : "", row_at(i)->o->name);
	printf("' -- \"$cur\") ;;\n");
	printf("\t*)\n\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$cur\") ;;\n\tesac\n}\n"
	       "complete -o filenames -F _%s %s\n", t->name, t->name);
}
