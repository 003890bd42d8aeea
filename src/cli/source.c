/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios: read one, list what is wrong with it. */
#include "cli/cli.h"

static const char *plural(size_t n)
{
    return n == 1 ? "" : "s";
}

void cli_scenario_problems(const fc_scenario *scenario)
{
    size_t errors = 0, warnings = 0;
    for (size_t i = 0; i < fc_scenario_problems(scenario); i++) {
        bool warning = false;
        fprintf(stderr, "%s\n", fc_scenario_problem(scenario, i, &warning));
        errors += !warning;
        warnings += warning;
    }
    if (errors)
        fprintf(stderr, "%zu error%s", errors, plural(errors));
    if (warnings)
        fprintf(stderr, "%s%zu warning%s", errors ? ", " : "", warnings,
                plural(warnings));
    if (errors + warnings)
        fputc('\n', stderr);
}

int cli_scenario_read(const char *path, const struct cli_many *set,
                      const struct fc_run_options *how, struct fc_run_estimate *need,
                      fc_scenario **out)
{
    struct fc_run_estimate unused;
    struct fc_error err = {0};
    *out = NULL;
    fc_status status = fc_scenario_read(path, set->at, set->n, out, &err);
    if (status == FC_OK && how)
        status = fc_run_estimate(*out, how, need ? need : &unused, &err);
    cli_scenario_problems(*out);
    if (status == FC_E_SCENARIO && fc_scenario_problems(*out) > 0)
        return fc_status_exit_code(status);
    return status == FC_OK ? 0 : cli_error(status, &err);
}
