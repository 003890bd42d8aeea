/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file report.h
 * Turn a forecast into a summary, tables, charts and one self-contained page.
 */
#ifndef FUNNELCLOUD_REPORT_H
#define FUNNELCLOUD_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "funnelcloud/autopsy.h"
#include "funnelcloud/decide.h"
#include "funnelcloud/forecast.h"
#include "funnelcloud/frontier.h"
#include "funnelcloud/ledger.h"
#include "funnelcloud/scenario.h"
#include "funnelcloud/scorecard.h"
#include "funnelcloud/status.h"
#include "funnelcloud/stress.h"
#include "funnelcloud/structures.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What to write. Start from FC_REPORT_OPTIONS_INIT. */
struct fc_report_options {
    const char *lang; /**< "en" or "ru": sentences and charts; machine formats never */
    const char *charts;     /**< comma-separated: "svg", "png", "pdf", or "none" */
    const char *command;    /**< command line, for the manifest; NULL: left out */
    const char *const *set; /**< overrides given by --set, for the manifest */
    size_t n_set;
    bool overwrite; /**< replace an existing result folder made by this program */
};
#define FC_REPORT_OPTIONS_INIT                                                         \
    {                                                                                  \
        "en", "svg", NULL, NULL, 0, false                                              \
    }

/** Would a folder be refused, since something else lies there? To be asked before long
 * work whose result shall go there; its parent must exist. FC_OK, FC_E_CREATE. */
fc_status fc_report_folder_check(const char *folder,
                                 const struct fc_report_options *options,
                                 struct fc_error *err);

/** Writes the folder of a run: summary.txt, summary.json, forecast.csv, risk.csv,
 * charts/, report.html, manifest.json. The folder appears whole or not at all (written
 * beside, renamed last). If charts cannot be drawn (FC_E_TOOL) the rest is still
 * written, the page says so, and the status is returned.
 * @return FC_OK, FC_E_CREATE, FC_E_IO, FC_E_TOOL, FC_E_MEMORY.
 */
fc_status fc_report_write(const fc_scenario *scenario, const fc_forecast *forecast,
                          const char *folder, const struct fc_report_options *options,
                          struct fc_error *err);

/** The summary that can be read aloud, as UTF-8 text; the caller frees it. */
fc_status fc_report_summary(const fc_scenario *scenario, const fc_forecast *forecast,
                            const char *lang, char **out, struct fc_error *err);

/** summary.json as text; the caller frees it. */
fc_status fc_report_json(const fc_scenario *scenario, const fc_forecast *forecast,
                         char **out, struct fc_error *err);

/** The same for a comparison: summary.txt, summary.json, compare.csv, differences.csv,
 * charts/, report.html, manifest.json. */
fc_status fc_report_comparison_write(const fc_comparison *comparison,
                                     const char *folder,
                                     const struct fc_report_options *options,
                                     struct fc_error *err);
fc_status fc_report_comparison_summary(const fc_comparison *comparison,
                                       const char *lang, char **out,
                                       struct fc_error *err);
fc_status fc_report_comparison_json(const fc_comparison *comparison, char **out,
                                    struct fc_error *err);

/** The same for the structures of a department; structures.csv besides. */
fc_status fc_report_structures_write(const fc_structures *structures,
                                     const char *folder,
                                     const struct fc_report_options *options,
                                     struct fc_error *err);
fc_status fc_report_structures_summary(const fc_structures *structures,
                                       const char *lang, char **out,
                                       struct fc_error *err);
fc_status fc_report_structures_json(const fc_structures *structures, char **out,
                                    struct fc_error *err);

/** The same for the worlds that miss a target: autopsy.csv, autopsy_worlds.csv. */
fc_status fc_report_autopsy_write(const fc_autopsy *autopsy, const char *folder,
                                  const struct fc_report_options *options,
                                  struct fc_error *err);
fc_status fc_report_autopsy_summary(const fc_autopsy *autopsy, const char *lang,
                                    char **out, struct fc_error *err);
fc_status fc_report_autopsy_json(const fc_autopsy *autopsy, char **out,
                                 struct fc_error *err);

/** The same for stress tests: stress.csv, reverse.csv. */
fc_status fc_report_stress_write(const fc_stress *stress, const char *folder,
                                 const struct fc_report_options *options,
                                 struct fc_error *err);
fc_status fc_report_stress_summary(const fc_stress *stress, const char *lang,
                                   char **out, struct fc_error *err);
fc_status fc_report_stress_json(const fc_stress *stress, char **out,
                                struct fc_error *err);

/** The same for a diversification frontier: summary.txt, summary.json, frontier.csv,
 * charts/, report.html, manifest.json. */
fc_status fc_report_frontier_write(const fc_frontier *frontier, const char *folder,
                                   const struct fc_report_options *options,
                                   struct fc_error *err);
fc_status fc_report_frontier_summary(const fc_frontier *frontier, const char *lang,
                                     char **out, struct fc_error *err);
fc_status fc_report_frontier_json(const fc_frontier *frontier, char **out,
                                  struct fc_error *err);

/** The same for measures against crises: ledger.csv. */
fc_status fc_report_ledger_write(const fc_ledger *ledger, const char *folder,
                                 const struct fc_report_options *options,
                                 struct fc_error *err);
fc_status fc_report_ledger_summary(const fc_ledger *ledger, const char *lang,
                                   char **out, struct fc_error *err);
fc_status fc_report_ledger_json(const fc_ledger *ledger, char **out,
                                struct fc_error *err);

/** The same for the scorecard of policies; scorecard.csv besides. */
fc_status fc_report_scorecard_write(const fc_scorecard *scorecard, const char *folder,
                                    const struct fc_report_options *options,
                                    struct fc_error *err);
fc_status fc_report_scorecard_summary(const fc_scorecard *scorecard, const char *lang,
                                      char **out, struct fc_error *err);
fc_status fc_report_scorecard_json(const fc_scorecard *scorecard, char **out,
                                   struct fc_error *err);

/** Redraws the charts of a finished folder from its .gp and .csv files. */
fc_status fc_report_plot(const char *folder, const char *charts, struct fc_error *err);

/** Glossary: every column, metric, key and sentence in the results. */
size_t fc_glossary_size(void);
const char *fc_glossary_entry(size_t i, const char *lang, const char **term);

#ifdef __cplusplus
}
#endif
#endif
