/* SPDX-License-Identifier: GPL-3.0-or-later */
/* funnelcloud explain: the assumption ledger, and how two scenarios differ. */
#include "cli/cli.h"
#include "cli/table.h"

static const struct cli_option options[] = {
    {"diff", 0, CLI_FLAG, CLI_AT(diff), NULL, 0, 0, NULL, NULL,
     "compare two scenarios: print only what differs"},
    CLI_OPTION_SET,
    CLI_OPTION_JSON,
    {NULL, 0, CLI_FLAG, 0, NULL, 0, 0, NULL, NULL, NULL},
};

static const struct cli_page page = {
    .name = "explain",
    .operands = "SCENARIO [KEY] | --diff SCENARIO SCENARIO",
    .about =
        "Print every effective value of a scenario with its unit, source, confidence "
        "(H high, M medium, L low, A assumption) and the line it stands on. KEY picks "
        "a "
        "value, a section or a pattern with *.",
    .options = options,
    .example = "funnelcloud explain scenarios/reference.cfg people",
    .least = 1,
    .most = 2,
};

static const char *where(struct fc_assumption row, char *out, size_t size)
{
    if (row.preset || row.file == NULL)
        return "default";
    snprintf(out, size, "%s:%d", row.file, row.line);
    return out;
}

static void print_json(struct fc_assumption row, bool first)
{
    const char *const texts[][2] = {{"key", row.key},   {"value", row.value},
                                    {"unit", row.unit}, {"source", row.source},
                                    {"help", row.help}, {"file", row.file}};
    printf("%s\n  { ", first ? "" : ",");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        printf("\"%s\": ", texts[i][0]);
        cli_json_text(stdout, texts[i][1]);
        printf(", ");
    }
    printf("\"confidence\": \"%c\", \"preset\": %s, \"line\": %d }",
           row.confidence ? row.confidence : '-', row.preset ? "true" : "false",
           row.line);
}

static int nothing(const fc_scenario *scenario, const char *wanted)
{
    const char *nearest = fc_scenario_nearest_key(scenario, wanted);
    if (nearest)
        return cli_usage("explain", "'%s' names no value; did you mean '%s'?", wanted,
                         nearest);
    return cli_usage("explain", "'%s' names no value", wanted);
}

/* The rows picked by `wanted` (NULL: all), for people or as JSON. */
static int print_ledger(const fc_scenario *scenario, const char *wanted, bool json)
{
    static const char *const head[] = {"key",    "value",      "unit",
                                       "source", "confidence", "where"};
    struct cli_table table = {.columns = 6};
    size_t n = 0;
    if (json)
        printf("{ \"schema_version\": 1, \"values\": [");
    cli_table_row(&table, head);
    for (size_t i = 0; i < fc_scenario_assumptions(scenario); i++) {
        const struct fc_assumption row = fc_scenario_assumption(scenario, i);
        char place[300], confidence[] = {row.confidence ? row.confidence : '-', '\0'};
        if (wanted && !fc_scenario_assumption_covers(scenario, i, wanted))
            continue;
        const char *const cells[] = {row.key,    row.value,  row.unit,
                                     row.source, confidence, where(row, place, 300)};
        if (json)
            print_json(row, n == 0);
        else
            cli_table_row(&table, cells);
        n++;
    }
    if (json)
        printf("\n] }\n");
    const int code = n == 0 && wanted ? nothing(scenario, wanted)
                     : json           ? 0
                                      : cli_table_print(&table);
    cli_table_clear(&table);
    return code;
}

static void differs(void *table, const struct fc_assumption *a,
                    const struct fc_assumption *b)
{
    const char *const cells[] = {(a ? a : b)->key, a ? a->value : "-",
                                 b ? b->value : "-", (a ? a : b)->unit};
    cli_table_row(table, cells);
}

static int print_differences(const fc_scenario *one, const fc_scenario *two,
                             const struct cli_request *request)
{
    struct cli_table table = {.columns = 4};
    struct fc_error err = {0};
    const char *const head[] = {"key", request->operands[0], request->operands[1],
                                "unit"};
    cli_table_row(&table, head);
    const fc_status status = fc_scenario_diff(one, two, differs, &table, &err);
    const int code =
        status == FC_OK ? cli_table_print(&table) : cli_error(status, &err);
    cli_table_clear(&table);
    return code;
}

static int explain(const struct cli_request *request)
{
    const bool diff = request->diff;
    fc_scenario *one = NULL, *two = NULL;
    int code = cli_scenario_read(request->operands[0], &request->set, NULL, NULL, &one);
    if (code == 0 && diff)
        code = cli_scenario_read(request->operands[1], &request->set, NULL, NULL, &two);
    if (code == 0)
        code = diff ? print_differences(one, two, request)
                    : print_ledger(one, request->operands[1], request->json);
    fc_scenario_free(one);
    fc_scenario_free(two);
    return code;
}

int cmd_explain(int argc, char **argv)
{
    struct cli_request request;
    int code = cli_parse(&page, argc, argv, &request);
    if (code == CLI_GO_ON && request.diff && request.n_operands < 2)
        code = cli_usage("explain", "'--diff' needs two scenarios");
    if (code == CLI_GO_ON)
        code = explain(&request);
    cli_request_clear(&request);
    return code;
}
