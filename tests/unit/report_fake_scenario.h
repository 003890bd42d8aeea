/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scenario half of report_fake.h, which includes it. */
#ifndef TESTS_REPORT_FAKE_SCENARIO_H
#define TESTS_REPORT_FAKE_SCENARIO_H

size_t fc_scenario_problems(const fc_scenario *self)
{
    (void)self;
    return 0;
}

const char *fc_scenario_title(const fc_scenario *self)
{
    (void)self;
    return fake.title;
}

const char *fc_scenario_currency(const fc_scenario *self)
{
    (void)self;
    return fake.currency;
}

size_t fc_scenario_files(const fc_scenario *self)
{
    (void)self;
    return 1;
}

const char *fc_scenario_file(const fc_scenario *self, size_t i, const char **text,
                             size_t *length, const char **sha256)
{
    (void)self, (void)i;
    *text = "title = \"x\";\n# </script>\n";
    *length = strlen(*text);
    *sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    return fake.file_name;
}

size_t fc_scenario_assumptions(const fc_scenario *self)
{
    (void)self;
    return fake.only_revenue ? 0 : 40;
}

struct fc_assumption fc_scenario_assumption(const fc_scenario *self, size_t i)
{
    static const char *const sections[] = {"horizon", "channels", "funnel", "people"};
    static char keys[40][64], values[40][32];
    (void)self;
    snprintf(keys[i], sizeof keys[i], "%s.item[%zu].conversion_share", sections[i / 10],
             i);
    snprintf(values[i], sizeof values[i], "0.%02zu .. 0.%02zu", i, i + 20);
    return (struct fc_assumption){.key = keys[i],
                                  .value =
                                      fake.hostile && i == 3 ? fake.hostile : values[i],
                                  .unit = "share",
                                  .help = "share of those that pass",
                                  .source = i % 3          ? "KBCM survey 2019, table 4"
                                            : fake.hostile ? fake.hostile
                                                           : "",
                                  .confidence = "HMLA-"[i % 5],
                                  .preset = i % 4 == 0,
                                  .file = "reference.cfg",
                                  .line = (int)i + 1};
}

#endif
