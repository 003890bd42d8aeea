/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much pairing saves: the variance of a difference in revenue between two
 * independent runs, over that between the same worlds. Goal: at least 10.
 *
 * usage: bench_pairs [PATHS [ALTERNATIVE...]]
 * Besides +5 % arrivals in one channel and +2 % price, files that extend the reference
 * can be given: an overlay of a practice. */
#include <stdio.h>
#include <stdlib.h>

#include "funnelcloud/funnelcloud.h"

static void print(const fc_comparison *c, const char *what)
{
    const size_t revenue = fc_comparison_find(c, "revenue");
    const int months = fc_comparison_facts(c).months;
    const struct fc_paired last = fc_comparison_paired(c, 1, revenue, months),
                           all = fc_comparison_paired(c, 1, revenue, 0);
    printf("%-40s month %d: %7.1f   horizon: %7.1f\n", what, months,
           last.variance_ratio, all.variance_ratio);
}

static int pair(const char *what, const char *file, const char *const *set, size_t n,
                uint64_t paths)
{
    struct fc_run_options options = FC_RUN_OPTIONS_INIT;
    struct fc_error err = {0};
    fc_scenario *both[2] = {NULL, NULL};
    fc_comparison *c = NULL;
    options.paths = paths;
    fc_status status =
        fc_scenario_read(FC_SCENARIOS "/reference.cfg", NULL, 0, &both[0], &err);
    if (status == FC_OK)
        status = fc_scenario_read(file, set, n, &both[1], &err);
    if (status == FC_OK)
        status = fc_compare(both, 2, &options, &c, &err);
    if (status == FC_OK)
        print(c, what);
    else
        fprintf(stderr, "%s: %s\n", what, err.message);
    fc_comparison_free(c);
    fc_scenario_free(both[0]);
    fc_scenario_free(both[1]);
    return status != FC_OK;
}

int main(int argc, char **argv)
{
    static const char reference[] = FC_SCENARIOS "/reference.cfg";
    static const char *const arrivals[] = {"channels.website.share=0.42"};
    static const char *const price[] = {"funnel.deal_value.mean.small=8160",
                                        "funnel.deal_value.mean.mid=35700",
                                        "funnel.deal_value.mean.large=153000"};
    const uint64_t paths = argc > 1 ? strtoull(argv[1], NULL, 10) : 2000;
    int failed = 0;
    printf("variance of a difference in revenue, independent / paired, %llu worlds\n",
           (unsigned long long)paths);
    failed |= pair("+5 % arrivals from the website", reference, arrivals, 1, paths);
    failed |= pair("+2 % price", reference, price, 3, paths);
    for (int i = 2; i < argc; i++)
        failed |= pair(argv[i], argv[i], NULL, 0, paths);
    return failed;
}
