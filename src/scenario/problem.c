/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Problems: all of them, in the order of file and line, a hundred shown.
 * Checked by tests/unit/test_scenario_bad.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "scenario/own.h"

const char *fc__scenario_line(const fc_scenario *self, int encoded, int *line)
{
    const int file = encoded >> FC_LINE_BITS;
    *line = encoded & ((1 << FC_LINE_BITS) - 1);
    if (file == FC_FILE_SET)
        return "--set";
    return file >= 0 && (size_t)file < self->n_files ? self->files[file].name : "?";
}

const char *fc__did_you_mean(fc_scenario *self, const struct fc_nearest *nearest)
{
    return nearest->word
               ? fc__arena_format(&self->arena, "; did you mean '%s'?", nearest->word)
               : "";
}

/* Place after all problems of the same or an earlier line. */
static size_t place_of(const fc_scenario *self, int at)
{
    size_t i = self->n_problems;
    while (i > 0 && self->problems[i - 1].at > at)
        i--;
    return i;
}

/* "and 51 more", once there are more than are shown. */
static void count_more(fc_scenario *self)
{
    const size_t all = self->n_problems + self->more_problems;
    if (all > FC_PROBLEMS_SHOWN)
        snprintf(self->more_text, sizeof self->more_text, "and %zu more",
                 all - FC_PROBLEMS_SHOWN);
}

static void add(fc_scenario *self, int at, bool warning, const char *text)
{
    self->n_errors += !warning;
    for (size_t i = 0; i < self->n_problems; i++)
        if (self->problems[i].at == at && !strcmp(self->problems[i].shown.text, text))
            return;
    struct fc__problem *grown =
        fc_array_grow(self->problems, &self->room_problems, self->n_problems + 1,
                      sizeof *self->problems);
    if (grown == NULL) {
        self->arena.failed = true;
        return;
    }
    self->problems = grown;
    if (self->n_problems == FC_PROBLEMS_KEPT) { /* drops the last one */
        self->more_problems++;
        if (at >= grown[self->n_problems - 1].at) {
            count_more(self);
            return;
        }
        self->n_problems--;
    }
    struct fc__problem problem = {.at = at,
                                  .shown = {.warning = warning, .text = text}};
    problem.shown.file = fc__scenario_line(self, at, &problem.shown.line);
    const char *kind = warning ? "warning: " : "";
    problem.full =
        problem.shown.line > 0
            ? fc__arena_format(&self->arena, "%s:%d: %s%s", problem.shown.file,
                               problem.shown.line, kind, text)
            : fc__arena_format(&self->arena, "%s: %s%s", problem.shown.file, kind,
                               text);
    const size_t i = place_of(self, at);
    memmove(grown + i + 1, grown + i, (self->n_problems - i) * sizeof *grown);
    grown[i] = problem;
    self->n_problems++;
    count_more(self);
}

void fc__error(fc_scenario *self, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(self, line, false, fc__arena_vformat(&self->arena, format, args));
    va_end(args);
}

void fc__warning(fc_scenario *self, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(self, line, true, fc__arena_vformat(&self->arena, format, args));
    va_end(args);
}

fc_status fc__scenario_problem(fc_scenario *self, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(self, line, false, fc__arena_vformat(&self->arena, format, args));
    va_end(args);
    return FC_E_SCENARIO;
}

void fc__scenario_warning(fc_scenario *self, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(self, line, true, fc__arena_vformat(&self->arena, format, args));
    va_end(args);
}

size_t fc__scenario_errors(const fc_scenario *self)
{
    return self ? self->n_errors : 0;
}

size_t fc_scenario_problems(const fc_scenario *self)
{
    if (self == NULL)
        return 0;
    return self->n_problems > FC_PROBLEMS_SHOWN ? FC_PROBLEMS_SHOWN + 1
                                                : self->n_problems;
}

const char *fc_scenario_problem(const fc_scenario *self, size_t i, bool *warning)
{
    if (warning)
        *warning = false;
    if (i >= fc_scenario_problems(self))
        return "";
    if (i == FC_PROBLEMS_SHOWN) {
        if (warning)
            *warning = self->n_errors == 0;
        return self->more_text;
    }
    if (warning)
        *warning = self->problems[i].shown.warning;
    return self->problems[i].full;
}
