/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.json: what was run, with which program, what came out. It is written last,
 * so a folder with a manifest is whole. No path of this machine but what the user
 * typed. */
#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "base/json.h"
#include "report/write.h"

#ifndef FC_VERSION
#define FC_VERSION "unknown"
#endif
#ifndef FC_BUILD_TYPE
#define FC_BUILD_TYPE "unknown"
#endif
#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER "unknown"
#endif

enum { STREAM_LAYOUT = 1 };

const char *fc__version(void)
{
    return FC_VERSION;
}

const char *fc__build(void)
{
    return COMPILER ", " FC_BUILD_TYPE;
}

/* The time that stands in SOURCE_DATE_EPOCH, for results equal to the byte; -1: none.
 */
static time_t fixed_time(void)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    if (!text || !*text)
        return -1;
    char *end;
    const long long epoch = strtoll(text, &end, 10);
    const bool good = *end == '\0' && epoch >= 0 && epoch < 253402300800LL; /* 10000 */
    return good ? (time_t)epoch : -1;
}

static void put_time(struct fc_json *json, const char *key, time_t when)
{
    char text[32];
    struct tm utc;
    if (!gmtime_r(&when, &utc) ||
        !strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc))
        fc_json_null(json, key);
    else
        fc_json_text(json, key, text);
}

/* When, on what and how fast: all that may differ between runs with equal results. */
static void put_machine(const struct fc_run_facts *run, struct fc_json *json)
{
    const time_t fixed = fixed_time(), end = fixed >= 0 ? fixed : time(NULL);
    put_time(json, "started", fixed >= 0 ? fixed : end - (time_t)run->seconds);
    put_time(json, "finished", end);
    fc_json_number(json, "seconds", fixed >= 0 ? (double)NAN : run->seconds);
    fc_json_text(json, "isa", run->isa);
    fc_json_whole(json, "lanes", run->lanes);
    fc_json_whole(json, "threads", run->threads);
    fc_json_number(json, "slow_lane_share", run->slow_lane_share);
}

static void put_files(const fc_scenario *scenario, struct fc_json *json)
{
    for (size_t i = 0; i < fc_scenario_files(scenario); i++) {
        const char *text, *sha256;
        size_t length;
        const char *name = fc_scenario_file(scenario, i, &text, &length, &sha256);
        fc_json_object(json, NULL);
        fc_json_text(json, "name", name);
        fc_json_text(json, "sha256", sha256);
        fc_json_count(json, "bytes", length);
        fc_json_bytes(json, "text", text, length);
        fc_json_end(json, '}');
    }
}

static void put_scenarios(const struct fc_view *view, struct fc_json *json)
{
    fc_json_array(json, "scenario_files");
    for (size_t i = 0; i < fc__view_scenarios(view); i++)
        put_files(fc__view_scenario(view, i), json);
    fc_json_end(json, ']');
}

static void put_outputs(const fc_folder *folder, struct fc_json *json)
{
    fc_json_array(json, "outputs");
    for (size_t i = 0; i < fc_folder_files(folder); i++) {
        const struct fc_file_facts *file = fc_folder_file(folder, i);
        fc_json_object(json, NULL);
        fc_json_text(json, "name", file->name);
        fc_json_count(json, "bytes", file->bytes);
        fc_json_text(json, "sha256", file->sha256);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

/* Only of a stratified run: worlds with 0, 1, 2 and more rare crises. */
static void put_strata(const struct fc_run_facts *run, struct fc_json *json)
{
    if (run->strata == 0)
        return;
    fc_json_array(json, "strata");
    for (size_t h = 0; h < run->strata; h++) {
        fc_json_object(json, NULL);
        fc_json_count(json, "rare_crises", h);
        fc_json_number(json, "probability", run->stratum[h].prob);
        fc_json_count(json, "paths", run->stratum[h].paths);
        fc_json_end(json, '}');
    }
    fc_json_end(json, ']');
}

void fc__manifest_json(const struct fc_view *view, const fc_folder *folder,
                       const struct fc_report_options *options, struct fc_builder *out)
{
    const struct fc_run_facts *run = &view->facts;
    struct fc_json json = {.out = out};
    fc_json_object(&json, NULL);
    fc_json_count(&json, "schema_version", FC_MANIFEST_SCHEMA);
    fc_json_text(&json, "program", "funnelcloud");
    fc_json_text(&json, "version", fc__version());
    fc_json_text(&json, "build", fc__build());
    fc_json_text(&json, "command", options->command);
    fc_json_array(&json, "set");
    for (size_t i = 0; i < options->n_set; i++)
        fc_json_text(&json, NULL, options->set[i]);
    fc_json_end(&json, ']');
    fc_json_text(&json, "lang", fc__lang_code(view->lang));
    put_machine(run, &json);
    fc_json_count(&json, "seed", run->seed);
    fc_json_count(&json, "stream_layout", STREAM_LAYOUT);
    fc_json_text(&json, "plan", run->plan);
    put_strata(run, &json);
    fc_json_count(&json, "paths", run->paths);
    fc_json_count(&json, "paths_planned", run->paths_planned);
    fc_json_whole(&json, "months", run->months);
    fc_json_whole(&json, "steps_per_month", run->steps_per_month);
    fc_json_flag(&json, "complete", run->complete);
    fc_json_text(&json, "stop_reason", run->complete ? NULL : run->stop_reason);
    fc_json_text(&json, "result_hash", run->result_hash);
    fc_json_count(&json, "clamps", run->clamps);
    fc_json_text(&json, "charts_missing", view->missing_charts);
    put_scenarios(view, &json);
    put_outputs(folder, &json);
    fc_json_end(&json, '}');
}
