/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that the tables refuse: every kind of row, with the exact message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario_owners.h"

/* where the text goes: into [F]unnel, [S]tage, [P]eople, at the end ([T]); or instead
 * of se[G]ments, [C]hannels, [f]unnel, [p]eople */
static const struct bad {
    char where;
    const char *text;
    const char *want; /* all problems, without the file name */
} bad[] = {
    {'T', "titel = \"x\";", "7: unknown key 'titel'; did you mean 'title'?"},
    {'T', "people2 = 5;", "7: unknown key 'people2'; did you mean 'people'?"},
    {'F', "discont = 0.1;",
     "6: unknown key 'funnel.discont'; did you mean 'discount'?"},
    {'F', "seats = 3;", "6: unknown key 'funnel.seats'; 'seats' belongs in 'people'"},
    {'F', "turnover_per_year = 0.2;",
     "6: unknown key 'funnel.turnover_per_year'; 'turnover_per_year' belongs in "
     "'people'"},
    {'F', "season = { peak = 3; };",
     "6: unknown key 'funnel.season.peak'; did you mean 'peak_month'?"},
    {'F', "zzz = 1;",
     "6: unknown key 'funnel.zzz'; known here: discount, offset, potential, team_size, "
     "season, ads, trial, main_channel, order, only, stages"},
    {'P', "zzz = 1;",
     "7: unknown key 'people.zzz'; known here: seats, turnover_per_year"},
    {'S', "conversoin = 0.3;",
     "6: unknown key 'funnel.stages.propose.conversoin'; did you mean 'conversion'?"},
    {'S', "remove = true;",
     "6: 'funnel.stages.propose.remove': nothing to remove; it takes a named member "
     "out of the file that this one extends"},
    {'S', "effects = ( { lever = \"x\"; los = 0.1; } );",
     "6: unknown key 'funnel.stages.propose.effects[0].los'; did you mean 'loss'?"},
    {'T', "opening = { pipelin = \"empty\"; };",
     "7: unknown key 'opening.pipelin'; did you mean 'pipeline'?"},
    {'T', "opening = { casch = 1; };",
     "7: unknown key 'opening.casch'; did you mean 'cash'?"},
    {'T', "uncertainty = { corelations = (); };",
     "7: unknown key 'uncertainty.corelations'; did you mean 'correlations'?"},
    {'F', "dwell_weeks = 3;",
     "6: unknown key 'funnel.dwell_weeks'; 'dwell_weeks' belongs in 'funnel.stages'"},
    {'T', "half_life_weeks = 3;",
     "7: unknown key 'half_life_weeks'; 'half_life_weeks' belongs in 'funnel.ads'"},
    {'P', "turnover_per_year = \"abc\";",
     "7: 'people.turnover_per_year' is \"abc\"; it must be a number without quotes, or "
     "an interval such as \"1 .. 2\""},
    {'P', "turnover_per_year = \"0.3\";",
     "7: 'people.turnover_per_year' is \"0.3\"; it must be a number without quotes, or "
     "an interval such as \"1 .. 2\""},
    {'P', "turnover_per_year = true;",
     "7: 'people.turnover_per_year' is true; it must be a number, or an interval such "
     "as \"1 .. 2\""},
    {'P', "turnover_per_year = [1];",
     "7: 'people.turnover_per_year' is a list; it must be a number, or an interval "
     "such as \"1 .. 2\""},
    {'P', "turnover_per_year = { a = 1; };",
     "7: 'people.turnover_per_year' is a group { }; it must be a number, or an "
     "interval such as \"1 .. 2\""},
    {'p', "people = { seats = 2.5; };",
     "6: 'people.seats' is 2.5; it must be a whole number"},
    {'p', "people = { seats = \"2\"; };",
     "6: 'people.seats' is \"2\"; it must be a whole number"},
    {'p', "people = { seats = 5000000000L; };",
     "6: 'people.seats' is 5000000000 people; it must lie in [1, 1000] people"},
    {'p', "people = { seats = 0; };",
     "6: 'people.seats' is 0 people; it must lie in [1, 1000] people"},
    {'p', "people = { };", "6: 'people.seats' is missing: how many sell; in people"},
    {'p', "", "1: 'people.seats' is missing: how many sell; in people"},
    {'p', "people = 5;", "6: 'people' is 5; it must be a group { ... }"},
    {'p', "people = ( );", "6: 'people' is a list; it must be a group { ... }"},
    {'T', "title = 5;", "7: 'title' is 5; it must be a text in double quotes"},
    {'T', "steady = 1;", "7: 'steady' is 1; it must be true or false"},
    {'T', "steady = \"yes\";", "7: 'steady' is \"yes\"; it must be true or false"},
    {'T', "months = 601;", "7: 'months' is 601 months; it must lie in [1, 600] months"},
    {'T', "months = 1e300;",
     "7: 'months' is 1e+300 months; it must lie in [1, 600] months"},
    {'T', "start = \"2027-13\";",
     "7: 'start' is \"2027-13\"; it must be a month such as \"2027-01\""},
    {'T', "start = \"27-01\";",
     "7: 'start' is \"27-01\"; it must be a month such as \"2027-01\""},
    {'T', "start = 2027;",
     "7: 'start' is 2027; it must be a month such as \"2027-01\""},
    {'T', "start = \"2027-1x\";",
     "7: 'start' is \"2027-1x\"; it must be a month such as \"2027-01\""},
    {'F', "season = 5;", "6: 'funnel.season' is 5; it must be a group { ... }"},
    {'F', "ads = { };",
     "6: 'funnel.ads.spend_per_month' is missing: advertising; in money a month"},
    {'F', "ads = { spend_per_month = -1; };",
     "6: 'funnel.ads.spend_per_month' is -1 money a month; it must be >= 0 money a "
     "month"},
    {'F', "ads = { spend_per_month = 1; half_life_weeks = 0; };",
     "6: 'funnel.ads.half_life_weeks' is 0 weeks; it must be > 0 weeks"},
    {'F', "discount = 1;", "6: 'funnel.discount' is 1; it must lie in [0, 1)"},
    {'F', "discount = 1.0;", "6: 'funnel.discount' is 1; it must lie in [0, 1)"},
    {'F', "main_channel = \"wbe\";",
     "6: 'funnel.main_channel' is \"wbe\"; it must be a name from 'channels'; did you "
     "mean 'web'?"},
    {'F', "main_channel = 5;",
     "6: 'funnel.main_channel' is 5; it must be a name from 'channels'"},
    {'F', "order = \"early\";",
     "6: 'funnel.order' is \"early\"; it must be an array of texts [ \"a\", \"b\" ]"},
    {'F', "order = [ \"early\", \"lat\" ];",
     "6: 'funnel.order' holds \"lat\"; it must hold early, late or service; did you "
     "mean 'late'?"},
    {'F', "order = [ 1 ];", "6: 'funnel.order' holds 1; it must hold texts"},
    {'F', "only = [ \"web\", \"cals\" ];",
     "6: 'funnel.only' holds \"cals\"; it must hold names from channels; did you mean "
     "'calls'?"},
    {'F', "season = { factors = 5; };",
     "6: 'funnel.season.factors' is 5; it must be an array [ 1.0, 2.0 ]"},
    {'F', "season = { factors = [ 1.0, 5.0 ]; };",
     "6: 'funnel.season.factors[1]' is 5; it must lie in [0, 3]"},
    {'F', "season = { factors = ( 1.0, \"a\" ); };",
     "6: 'funnel.season.factors[1]' is \"a\"; it must be a number"},
    {'F', "potential = { small = 1; };",
     "6: 'funnel.potential' lacks 'mid'; a group gives every segment its number"},
    {'F', "potential = { small = 1; mid = 2; larg = 3; };",
     "6: unknown key 'funnel.potential.larg'; the members are: small, mid"},
    {'F', "potential = { small = 1; mid = \"x\"; };",
     "6: 'funnel.potential.mid' is \"x\"; it must be a number without quotes, or an "
     "interval such as \"1 .. 2\""},
    {'F', "team_size = { a = 1; };",
     "6: 'funnel.team_size' is a group, but the scenario has no list of teams; write "
     "one number"},
    {'F', "team_size = \"1 .. 2\";",
     "6: 'funnel.team_size' is structural: it may not vary; write one number"},
    {'F', "team_size = { dist = \"normal\"; mean = 1; sd = 1; };",
     "6: 'funnel.team_size' is structural: it may not vary; write one number"},
    {'f', "funnel = { stages = ( { name = \"propose\"; conversion = 1.4; } ); };",
     "5: 'funnel.stages.propose.conversion' is 1.4; it must lie in (0, 1)"},
    {'f', "funnel = { stages = ( { name = \"propose\"; conversion = 0; } ); };",
     "5: 'funnel.stages.propose.conversion' is 0; it must lie in (0, 1)"},
    {'f',
     "funnel = { stages = ( { name = \"propose\"; conversion = { small = 0.1; mid = "
     "1.0; }; } ); };",
     "5: 'funnel.stages.propose.conversion.mid' is 1; it must lie in (0, 1)"},
    {'f', "funnel = { stages = ( { name = \"propose\"; } ); };",
     "5: 'funnel.stages.propose.conversion' is missing"},
    {'S', "dwell_weeks = 53;",
     "6: 'funnel.stages.propose.dwell_weeks' is 53 weeks; it must lie in (0, 52] "
     "weeks"},
    {'S', "dwell_weeks = { small = 0; };",
     "6: 'funnel.stages.propose.dwell_weeks.small' is 0 weeks; it must lie in (0, 52] "
     "weeks"},
    {'f', "funnel = { stages = { name = \"x\"; }; };",
     "5: 'funnel.stages' is a group { }; it must be a list ( { ... }, { ... } )"},
    {'f', "funnel = { stages = ( 5 ); };",
     "5: 'funnel.stages[0]' is 5; it must be a group { ... }"},
    {'G', "segments = ( { name = \"Small\"; }, { name = \"mid\"; } );",
     "1: 'segments.Small.name' is \"Small\"; it must be a name of a-z, 0-9 and '_' "
     "that starts with a letter; any language goes into 'title'"},
    {'G', "segments = ( { name = \"малый\"; } );",
     "1: 'segments[0].name' is \"малый\"; it must be a name of a-z, 0-9 and '_' that "
     "starts with a letter; any language goes into 'title'"},
    {'G', "segments = ( { name = \"a b\"; } );",
     "1: 'segments[0].name' is \"a b\"; it must be a name of a-z, 0-9 and '_' that "
     "starts with a letter; any language goes into 'title'"},
    {'G', "segments = ( { title = \"x\"; } );", "1: 'segments[0].name' is missing"},
    {'G', "segments = ( { name = \"a\"; },\n { name = \"a\"; } );",
     "2: name \"a\" is taken by a.cfg:1"},
    {'G', "segments = ( { name = \"dist\"; } );",
     "1: 'segments.dist.name' is \"dist\", which marks a distribution; take another "
     "name"},
    {'G',
     "segments = ( { name = "
     "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"; } );",
     "1: "
     "'segments.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.name'"
     " has 65 characters; a name has at most 64"},
    {'G', "segments = ( { name = 5; } );",
     "1: 'segments[0].name' is 5; it must be a name of a-z, 0-9 and '_' that starts "
     "with a letter; any language goes into 'title'"},
    {'G', "segments = \"a\";",
     "1: 'segments' is \"a\"; it must be a list ( { ... }, { ... } )"},
    {'C', "channels = ( { name = \"web\"; share = 0.4; kind = \"inbond\"; } );",
     "3: 'channels.web.kind' is \"inbond\"; it must be inbound, outbound or partner; "
     "did you mean 'inbound'?"},
    {'C', "channels = ( { name = \"web\"; share = 0.4; kind = 1; } );",
     "3: 'channels.web.kind' is 1; it must be inbound, outbound or partner"},
    {'C', "channels = ( { name = \"web\"; share = 1.4; } );",
     "3: 'channels.web.share' is 1.4; it must lie in [0, 1]"},
    {'C', "channels = ( { name = \"web\"; } );",
     "3: 'channels.web.share' is missing: share of the leads"},
    {'P', "turnover_per_year = \"0.35 .. 0.20\";",
     "7: 'people.turnover_per_year' is \"0.35 .. 0.20\"; the first number must be the "
     "smaller one"},
    {'P', "turnover_per_year = \"0.3 .. 0.3\";",
     "7: 'people.turnover_per_year' is \"0.3 .. 0.3\"; the first number must be the "
     "smaller one"},
    {'P', "turnover_per_year =\n\n5;",
     "7: 'people.turnover_per_year' is 5 a year; it must lie in [0, 3] a year"},
    {'F', "trial = { };",
     "6: 'funnel.trial.cost' is missing: what it costs\n"
     "6: 'funnel.trial.steps' is missing"},
    {'F', "trial = { steps = (); cost = { }; };",
     "6: 'funnel.trial.cost.value' is missing; in money"},
    {'F', "trial = { steps = (); cost = { value = 1; }; seats = 3; };",
     "6: unknown key 'funnel.trial.seats'; 'seats' belongs in 'people'"},
    {'F', "start = \"2027-01\";",
     "6: unknown key 'funnel.start'; 'start' belongs at the top of the file"},
    {'C', "channels = ( { name = \"Web\"; share = 0.4; fee = true; } );",
     "3: 'channels.Web.name' is \"Web\"; it must be a name of a-z, 0-9 and '_' that "
     "starts "
     "with a letter; any language goes into 'title'\n"
     "3: 'channels.Web.fee' is true; it must be a number"},
    {'P', "turnover_per_year = \"0.2 .. x\";",
     "7: 'people.turnover_per_year' is \"0.2 .. x\"; an interval is two numbers, as in "
     "\"1 .. 2\""},
    {'P', "turnover_per_year = \"0.2 .. 0.3 .. 0.4\";",
     "7: 'people.turnover_per_year' is \"0.2 .. 0.3 .. 0.4\"; an interval is two "
     "numbers, as in \"1 .. 2\""},
    {'P', "turnover_per_year = \"0.2 .. 5\";",
     "7: 'people.turnover_per_year' is \"0.2 .. 5\"; both ends must lie in [0, 3] a "
     "year"},
    {'P', "turnover_per_year = \"-0.2 .. 0.5\";",
     "7: 'people.turnover_per_year' is \"-0.2 .. 0.5\"; both ends must lie in [0, 3] a "
     "year"},
    {'P', "turnover_per_year = \"0 .. 0.5\";",
     "7: 'people.turnover_per_year' is \"0 .. 0.5\": the 90 % interval of a positive "
     "quantity starts at 0; it must start above 0"},
    {'P', "turnover_per_year = \"0.2 ... 0.5\";",
     "7: 'people.turnover_per_year' is \"0.2 ... 0.5\"; an interval is two numbers, as "
     "in \"1 .. 2\""},
    {'P', "turnover_per_year = \".. 0.5\";",
     "7: 'people.turnover_per_year' is \".. 0.5\"; an interval is two numbers, as in "
     "\"1 .. 2\""},
    {'P', "turnover_per_year = \"1e-999 .. 0.5\";",
     "7: 'people.turnover_per_year' is \"1e-999 .. 0.5\"; an interval is two numbers, "
     "as in \"1 .. 2\""},
    {'S', "effects = ( { lever = \"x\"; loss = \"0 .. 0.5\"; } );",
     "6: 'funnel.stages.propose.effects[0].loss' is \"0 .. 0.5\": logitnormal: the 90 "
     "% interval is 0 .. 0.5; it must lie inside (0, 1)"},
    {'P', "turnover_per_year = { dist = \"nromal\"; mean = 0.2; sd = 0.1; };",
     "7: 'people.turnover_per_year' has the distribution \"nromal\"; it must be "
     "normal, lognormal, triangular, pert, uniform, beta, gamma, discrete or "
     "empirical; did you mean 'normal'?"},
    {'P', "turnover_per_year = { dist = 5; };",
     "7: 'people.turnover_per_year.dist' is 5; it must be a name in quotes"},
    {'P', "turnover_per_year = { dist = \"normal\"; mean = 0.2; };",
     "7: 'people.turnover_per_year' is normal, which takes mean and sd"},
    {'P', "turnover_per_year = { dist = \"normal\"; mean = 0.2; sd = 0.1; cv = 1; };",
     "7: 'people.turnover_per_year' is normal, which takes no 'cv'"},
    {'P', "turnover_per_year = { dist = \"normal\"; mean = 0.2; sd = \"x\"; };",
     "7: 'people.turnover_per_year.sd' is \"x\"; it must be a number"},
    {'P', "turnover_per_year = { dist = \"normal\"; mean = 0.2; sd = -1; };",
     "7: 'people.turnover_per_year' is normal(mean 0.2, sd -1): normal: sd is -1; it "
     "must be above 0"},
    {'P',
     "turnover_per_year = { dist = \"pert\"; low = 0.3; mode = 0.2; high = 0.4; };",
     "7: 'people.turnover_per_year' is pert(low 0.3, mode 0.2, high 0.4): pert: mode "
     "is 0.2; it must lie between low (0.3) and high (0.4)"},
    {'P', "turnover_per_year = { dist = \"uniform\"; low = 5; high = 6; };",
     "7: 'people.turnover_per_year' has no chance to lie in [0, 3] a year"},
    {'P', "turnover_per_year = { dist = \"lognormal\"; median = 0; sigma = 1; };",
     "7: 'people.turnover_per_year' is lognormal(median 0, sigma 1): the median must "
     "be > 0 and sigma in (0, 10]"},
    {'P', "turnover_per_year = { dist = \"gamma\"; mean = 1; cv = 0; };",
     "7: 'people.turnover_per_year' is gamma(mean 1, cv 0): mean and cv must be > 0"},
    {'P', "turnover_per_year = { dist = \"beta\"; mean = 0.5; sd = 0.6; };",
     "7: 'people.turnover_per_year' is beta(mean 0.5, sd 0.6): the mean must lie in "
     "(0, 1) and sd in (0, 0.5)"},
    {'P', "turnover_per_year = { dist = \"beta\"; a = -1; b = 1; };",
     "7: 'people.turnover_per_year' is beta(a -1, b 1): beta: alpha is -1; it must lie "
     "in [0.01, 1e6]"},
    {'P',
     "turnover_per_year = { dist = \"discrete\"; values = [1.0, 2.0]; weights = [1.0]; "
     "};",
     "7: 'people.turnover_per_year' is discrete(values 1 2, weights 1): 2 values, but "
     "1 weights"},
    {'P',
     "turnover_per_year = { dist = \"discrete\"; values = [1.0, 5.0]; weights = [1.0, "
     "1.0]; };",
     "7: 'people.turnover_per_year' is 5 a year; it must lie in [0, 3] a year"},
    {'P',
     "turnover_per_year = { dist = \"discrete\"; values = [1.0, 2.0]; weights = [0.0, "
     "0.0]; };",
     "7: 'people.turnover_per_year' is discrete(values 1 2, weights 0 0): some weight "
     "must be > 0"},
    {'P', "turnover_per_year = { dist = \"empirical\"; values = 5; };",
     "7: 'people.turnover_per_year.values' must be an array of 1 to 64 numbers"},
    {'P', "turnover_per_year = { dist = \"empirical\"; values = []; };",
     "7: 'people.turnover_per_year.values' must be an array of 1 to 64 numbers"},
    {'P', "turnover_per_year = { dist = \"pert\"; lo = 1; mode = 2; high = 3; };",
     "7: 'people.turnover_per_year' is pert, which takes low, mode and high"},
    {'F', "ads = { spend_per_month = \"1 .. 2\"; };",
     "6: 'funnel.ads.spend_per_month' is structural: it may not vary; write one "
     "number"},
    {'T',
     "uncertainty = { correlations = ( { between = [ \"people.turnover_per_year\", "
     "\"funnel.discount\" ]; rank = 0.3; } ); };",
     "7: 'people.turnover_per_year' is 0.25; only uncertain numbers can be correlated: "
     "give it an interval or a distribution\n7: 'funnel.discount' is 0.08; only "
     "uncertain numbers can be correlated: give it an interval or a distribution"},
    {'T',
     "uncertainty = { correlations = ( { between = [ \"people.turnover\", "
     "\"funnel.discount\" ]; rank = 1; } ); };",
     "7: 'uncertainty.correlations[0].rank' is 1; it must lie in (-1, 1)"},
    {'T', "uncertainty = { correlations = ( { between = [ \"a\" ]; rank = 0.5; } ); };",
     "7: a correlation is between two keys, not 1"},
    {'T', "uncertainty = { correlations = ( { rank = 0.5; } ); };",
     "7: 'uncertainty.correlations[0].between' is missing: the keys of two uncertain "
     "numbers"},
    {'T', "sources = ( { of = \"*\"; from = \"x\"; confidence = \"X\"; } );",
     "7: 'sources[0].confidence' is \"X\"; it must be H, M, L or A"},
    {'T', "sources = ( { of = \"*\"; confidence = \"M\"; } );",
     "7: 'sources[0].from' is missing: where the numbers come from"},
    {'T', "sources = 5;", "7: 'sources' is 5; it must be a list ( { ... }, { ... } )"},
    {'T',
     "sources = ( { of = \"*\"; from = \"x\"; confidence = \"M\"; by = \"me\"; } );",
     "7: unknown key 'sources[0].by'; known here: of, from, confidence"},
    {'T', "extends = \"b.cfg\";", "7: 'extends' works in files only"},
    {'T', "extends = \"/etc/passwd\";",
     "7: 'extends' is \"/etc/passwd\"; the path must be relative to this file"},
    {'T', "extends = 5;", "7: 'extends' is 5; it must be the name of a file"},
};

static void compose(const struct bad *row, char *text, size_t room)
{
    const char *t = row->text, *lines = "";
    char segments[1024] = GOOD_SEGMENTS, channels[1024] = GOOD_CHANNELS;
    char funnel[1024] = GOOD_FUNNEL, people[1024] = GOOD_PEOPLE;
    switch (row->where) {
    case 'F':
        snprintf(funnel, sizeof funnel, "%s%s };\n", GOOD_FUNNEL_OPEN ");\n", t);
        break;
    case 'S':
        snprintf(funnel, sizeof funnel,
                 "funnel = { stages = ( { name = \"propose\"; conversion = 0.5;\n%s } "
                 "); };\n",
                 t);
        break;
    case 'P':
        snprintf(people, sizeof people, "people = { seats = 24;\n%s };\n", t);
        break;
    case 'G':
        snprintf(segments, sizeof segments, "%s\n", t);
        break;
    case 'C':
        snprintf(channels, sizeof channels, "%s", t);
        break;
    case 'f':
        snprintf(funnel, sizeof funnel, "%s\n", t);
        break;
    case 'p':
        snprintf(people, sizeof people, "%s", t);
        break;
    default:
        lines = t;
    }
    snprintf(text, room, "%s%s%s%s%s", segments, channels, funnel, people, lines);
}

static void every_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[8192], got[4096] = "";
        fc_scenario *scenario;
        compose(&bad[i], text, sizeof text);
        const fc_status status = read_text(text, &scenario);
        problems_text(scenario, got, sizeof got);
        if (strcmp(got, bad[i].want) != 0)
            fail_msg("%s\n  gave   %s\n  wanted %s", bad[i].text, got, bad[i].want);
        assert_int_equal(status, FC_E_SCENARIO);
        fc_scenario_free(scenario);
    }
}

/* All at once, by line; the 101st and later are counted. */
static void many(void **state)
{
    (void)state;
    char text[20000] = GOOD "funnel2 = 1;\n";
    for (int i = 0; i < 150; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "unknown%d = 1;\n",
                 i);
    fc_scenario *scenario;
    assert_int_equal(read_text(text, &scenario), FC_E_SCENARIO);
    assert_int_equal(fc_scenario_problems(scenario), 101);
    assert_string_equal(fc_scenario_problem(scenario, 0, NULL),
                        "a.cfg:7: unknown key 'funnel2'; did you mean 'funnel'?");
    bool warning = true;
    assert_string_equal(fc_scenario_problem(scenario, 100, &warning), "and 51 more");
    assert_false(warning);
    assert_string_equal(fc_scenario_problem(scenario, 101, NULL), "");
    assert_int_equal(fc__scenario_errors(scenario), 151);
    for (int i = 0; i < 2000; i++)
        fc__scenario_problem(scenario, i % 2 ? 1 : 9999, "later %d", i);
    assert_string_equal(fc_scenario_problem(scenario, 100, NULL), "and 2051 more");
    assert_string_equal(fc_scenario_problem(scenario, 0, NULL), "a.cfg:1: later 1");
    fc_scenario_free(scenario);
}

/* A series of 600 is read, one of 601 is not. */
static void long_series(void **state)
{
    (void)state;
    for (int n = 600; n <= 601; n++) {
        char text[9000] = GOOD_SEGMENTS GOOD_CHANNELS GOOD_PEOPLE
            "funnel = { season = { factors = [ 1",
             got[4096] = "";
        fc_scenario *scenario;
        for (int i = 1; i < n; i++)
            strcat(text, ",1");
        strcat(text, "]; }; };");
        assert_int_equal(read_text(text, &scenario), n == 600 ? FC_OK : FC_E_SCENARIO);
        problems_text(scenario, got, sizeof got);
        assert_string_equal(got, n == 600
                                     ? ""
                                     : "6: 'funnel.season.factors' has 601 values; at "
                                       "most 600 are allowed");
        fc_scenario_free(scenario);
    }
}

static void sorted_by_line(void **state)
{
    (void)state;
    char got[4096] = "";
    fc_scenario *scenario;
    read_text("people = { seats = 0;\n turnover_per_year = 4; };\ntitle = 5;\n"
              "opening = { cash = true; };",
              &scenario);
    problems_text(scenario, got, sizeof got);
    assert_string_equal(
        got, "1: 'people.seats' is 0 people; it must lie in [1, 1000] people\n"
             "2: 'people.turnover_per_year' is 4 a year; it must lie in [0, 3] a year\n"
             "3: 'title' is 5; it must be a text in double quotes\n"
             "4: 'opening.cash' is true; it must be a number");
    /* a room's own problem, found later, goes to its line */
    assert_int_equal(fc__scenario_problem(scenario, 3, "sum is %d", 7), FC_E_SCENARIO);
    assert_string_equal(fc_scenario_problem(scenario, 3, NULL), "a.cfg:3: sum is 7");
    bool warning = false;
    fc__scenario_warning(scenario, 0, "high");
    assert_string_equal(fc_scenario_problem(scenario, 0, &warning),
                        "a.cfg: warning: high");
    assert_true(warning);
    fc_scenario_free(scenario);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message),
        cmocka_unit_test(many),
        cmocka_unit_test(sorted_by_line),
        cmocka_unit_test(long_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
