/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Customers: contracts, key accounts, loyalty, concentration. What a scenario says
 * about them, turned into constants, tables and sites.
 *
 * A contract is a client in one market. Its segment says how likely it leaves and how
 * unlike the clients are (churn.c), its product how long it runs. Opening clients of a
 * segment go to its contract markets by share (largest remainder, ties by name). Repeat
 * purchase and cross-sell belong into this room; they come later.
 *
 * Source: docs/model.md Checked by tests/unit/test_customers.c and
 * tests/stat/test_customers.c (T11, T12, T14, T15, M10). */
#include "model/customers.h"

#include <math.h>

/* ---- what a scenario may say ---- */

#define FIELD(kind_, key_, unit_, flags_, per_, low_, high_, preset_, confidence_)     \
    .key = key_, .unit = unit_, .kind = kind_, .flags = flags_, .per = per_,           \
    .low = low_, .high = high_, .preset = preset_, .confidence = confidence_
#define NUMBER(...) FIELD(FC_NUMBER, __VA_ARGS__)
#define WHOLE(...)  FIELD(FC_COUNT, __VA_ARGS__)

#define AT(field)   offsetof(struct fc_customers_spec, field)
static const struct fc_field customers_rows[] = {
    {NUMBER("leave_first_year", "share a year", FC_SHARE, FC_SEGMENT, 0, 1, 0.13, 'M'),
     .at = AT(leave_first_year),
     .help = "mean share of new contract clients that leave within a year, insolvency "
             "aside",
     .source = "median logo churn 13 %, KBCM 2019"},
    {NUMBER("leave_spread", "share", FC_SHARE | FC_OPEN_HIGH, FC_SEGMENT, 0, 1, 0.2,
            'A'),
     .at = AT(leave_spread),
     .help = "how unlike the clients are: 0 = all alike, near 1 = some always leave, "
             "the others never (polarisation 1 / (1 + alpha + beta))",
     .source = "fits to two contract businesses, Fader & Hardie 2007, give .13-.35"},
    {NUMBER("leave_log_odds", "log-odds", FC_MAY_VARY, FC_SEGMENT, -20, 20, 0, 'A'),
     .at = AT(leave_log_odds), .help = "constant added to the log-odds of leaving"},
    {NUMBER("service_hours_per_week", "hours a week", FC_MAY_VARY, FC_SEGMENT, 0, 100,
            0.1, 'A'),
     .at = AT(service_hours), .help = "account service a client needs"},
    {NUMBER("insolvency_per_year", "share a year", FC_MAY_VARY | FC_SHARE, FC_SEGMENT,
            0, 0.999, 0.015, 'A'),
     .at = AT(insolvency),
     .help = "share of clients that become insolvent within a year of expansion"},
    {NUMBER("recession_insolvency_factor", "factor", FC_MAY_VARY, FC_ONE, 0, 20, 2,
            'A'),
     .at = AT(recession_factor), .help = "times as many insolvencies in a recession"},
    {NUMBER("insolvency_correlation", "share", FC_MAY_VARY | FC_SHARE, FC_ONE, 0, 0.9,
            0.12, 'M'),
     .at = AT(correlation),
     .help = "asset correlation of the clients: how much they fail together",
     .source = "Basel formula: .12-.24 corporate, .03-.16 retail"},
    {NUMBER("value_cv", "factor", 0, FC_SEGMENT, 0.05, 3, (double)NAN, 'A'),
     .at = AT(value_cv),
     .help = "spread of the value of existing clients: standard deviation / mean; that "
             "of new deals if absent"},
    {NUMBER("uplift_per_year", "share a year", FC_MAY_VARY, FC_PRODUCT, -0.5, 1, 0.03,
            'A'),
     .at = AT(uplift),
     .help = "growth of the price index of a product, spread evenly over the months"},
    {NUMBER("expansion_per_renewal", "share", FC_MAY_VARY, FC_ONE, -0.9, 5, 0, 'A'),
     .at = AT(expansion), .help = "growth of a contract's value at its renewal"},
    {NUMBER("firm_age_years", "years", 0, FC_ONE, 1, 200, 10, 'A'), .at = AT(firm_age),
     .help = "age of the oldest contracts at opening"},
    {NUMBER("coverage_log_odds", "log-odds", FC_MAY_VARY, FC_ONE, 0, 5, 0.8, 'A'),
     .at = AT(coverage_log_odds),
     .help =
         "log-odds of leaving added where account service gets no hours for a year"},
    {NUMBER("adverse_log_odds", "log-odds", FC_MAY_VARY, FC_ONE, -5, 5, 0.3, 'A'),
     .at = AT(adverse_log_odds),
     .help = "log-odds of leaving added in a full recession of the market"},
    {NUMBER("largest_client_cap", "share", FC_MAY_VARY | FC_SHARE | FC_OPEN_LOW, FC_ONE,
            0, 1, 1, 'A'),
     .at = AT(largest_client_cap),
     .help =
         "largest share of the department's recurring value that one client may "
         "have: a key account renews, a named open deal starts, for no more; 1 = no "
         "cap"},
    {0}};
#undef AT

#define AT(field) offsetof(struct fc_satisfaction_spec, field)
static const struct fc_field satisfaction_rows[] = {
    {NUMBER("return_per_month", "share a month", FC_MAY_VARY | FC_OPEN_LOW, FC_ONE, 0,
            10, 0.25, 'A'),
     .at = AT(return_per_month),
     .help = "speed at which satisfaction goes back to what service makes of it",
     .source = "effects of survived complaints are short-lived, Knox & van Oest 2014"},
    {NUMBER("unserved", "sd", FC_MAY_VARY, FC_ONE, 0, 5, 1, 'A'), .at = AT(coverage),
     .help = "where satisfaction goes if account service gets no hours: so many "
             "standard deviations below the usual"},
    {NUMBER("recovery", "share", FC_MAY_VARY | FC_SHARE, FC_ONE, 0, 0.8, 0.5, 'A'),
     .at = AT(recovery),
     .help = "share of what a failure costs in satisfaction that complaint handling "
             "wins back; never all of it",
     .source = "recovery almost never offsets, Knox & van Oest 2014; range .2-.8"},
    {NUMBER("noise_sd", "sd", FC_MAY_VARY, FC_ONE, 0, 2, 0, 'A'), .at = AT(sd),
     .help = "standard deviation of what else moves the satisfaction of a market"},
    {NUMBER("leave_log_odds", "log-odds", FC_MAY_VARY, FC_ONE, 0, 5, 0, 'A'),
     .at = AT(log_odds),
     .help = "log-odds of leaving added for each standard deviation of satisfaction "
             "lost; .35 (.1-.7) is usual, 0 = satisfaction does not matter"},
    {0}};
#undef AT

#define AT(field) offsetof(struct fc_repeat_spec, field)
static const struct fc_field repeat_rows[] = {
    {NUMBER("rate_shape", "factor", 0, FC_SEGMENT, 0.05, 100, 0.243, 'M'),
     .at = AT(shape),
     .help = "how alike the buyers are: shape of the gamma law of their purchase rates",
     .source = "music shop CDNOW, Fader, Hardie & Lee 2005"},
    {NUMBER("rate_scale_months", "months", 0, FC_SEGMENT, 0.01, 1000, 4.414 * 12 / 52,
            'M'),
     .at = AT(scale),
     .help = "rate_shape / this = mean purchases a month of a client who stays",
     .source = "CDNOW: 4.414 weeks, Fader, Hardie & Lee 2005"},
    {NUMBER("drop_a", "factor", 0, FC_SEGMENT, 0.02, 100, 0.793, 'M'), .at = AT(drop_a),
     .help =
         "first parameter of the beta law of the probability that a purchase is the "
         "last; mean a / (a + b)",
     .source = "CDNOW, Fader, Hardie & Lee 2005"},
    {NUMBER("drop_b", "factor", 0, FC_SEGMENT, 0.02, 100, 2.426, 'M'), .at = AT(drop_b),
     .help = "second parameter of that law",
     .source = "CDNOW, Fader, Hardie & Lee 2005"},
    {NUMBER("spend_mean", "money", FC_MAY_VARY, FC_SEGMENT, 0, 1e12, (double)NAN, 'A'),
     .at = AT(spend),
     .help =
         "what a purchase after the first one brings, at opening prices; a mean deal "
         "after discount if absent"},
    {NUMBER("spend_cv", "factor", 0, FC_SEGMENT, 0.05, 3, (double)NAN, 'A'),
     .at = AT(spend_cv),
     .help =
         "spread of a purchase: standard deviation / mean; that of deals if absent"},
    {NUMBER("service_hours_per_week", "hours a week", FC_MAY_VARY, FC_SEGMENT, 0, 100,
            (double)NAN, 'A'),
     .at = AT(service_hours),
     .help = "account service a buyer needs; that of contract clients if absent"},
    {NUMBER("opening_years", "years", 0, FC_ONE, 0, 200, (double)NAN, 'A'),
     .at = AT(opening_years),
     .help = "the buyers at opening came evenly over so many years; 0 = just now; "
             "customers.firm_age_years if absent"},
    {NUMBER("coverage_log_rate", "log factor", FC_MAY_VARY, FC_ONE, 0, 5, 0, 'A'),
     .at = AT(by_coverage),
     .help = "the purchase rate is multiplied by exp(-this) where account service gets "
             "no hours for a year"},
    {NUMBER("satisfaction_log_rate", "log factor", FC_MAY_VARY, FC_ONE, 0, 5, 0, 'A'),
     .at = AT(by_satisfaction),
     .help = "the purchase rate is multiplied by exp(this x satisfaction)"},
    {NUMBER("adverse_log_rate", "log factor", FC_MAY_VARY, FC_ONE, -5, 5, 0, 'A'),
     .at = AT(by_adverse),
     .help = "the purchase rate is multiplied by exp(-this) in a full recession of the "
             "market"},
    {0}};
#undef AT

#define AT(field) offsetof(struct fc_cross_spec, field)
static const struct fc_field cross_rows[] = {
    {NUMBER("offers_per_client_year", "contracts a year", FC_MAY_VARY, FC_SEGMENT, 0,
            10, 0, 'A'),
     .at = AT(rate),
     .help = "sales a year for each client and product it does not have, in its "
             "territory and segment, at full service and proficiency; .25 (.05-.6) is "
             "usual, 0 = nobody sells across"},
    {NUMBER("hours", "hours", FC_MAY_VARY, FC_SEGMENT, 0, 1000, 0, 'A'),
     .at = AT(hours), .help = "account service such a sale takes"},
    {NUMBER("opening_share", "share", FC_MAY_VARY | FC_SHARE, FC_SEGMENT, 0, 1, 0, 'A'),
     .at = AT(opening_share),
     .help = "at opening: share of the clients of the smaller of two markets who are "
             "clients of the other, too"},
    {NUMBER("handoff", "factor", FC_MAY_VARY, FC_ONE, 0, 1, 0.6, 'A'),
     .at = AT(handoff),
     .help = "factor where another person sells the product; range .3-.9"},
    {0}};
#undef AT

#define AT(field) offsetof(struct fc_account_spec, field)
static const struct fc_field account_rows[] = {
    {.key = "name",
     .kind = FC_NAME,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(name),
     .help = "key"},
    {.key = "title",
     .kind = FC_TEXT,
     .confidence = 'H',
     .at = AT(title),
     .help = "display title, any language"},
    {.key = "market",
     .kind = FC_NAMES,
     .flags = FC_REQUIRED,
     .confidence = 'H',
     .at = AT(market),
     .help = "names of its territory, product and segment"},
    {NUMBER("revenue_per_month", "money a month", FC_REQUIRED | FC_MAY_VARY, FC_ONE, 0,
            1e12, 0, 'H'),
     .at = AT(revenue), .help = "what it pays a month at opening, all its business"},
    {WHOLE("renewal_month", "month", FC_REQUIRED, FC_ONE, 1, 12, 0, 'H'),
     .at = AT(renewal_month),
     .help = "month of the year at whose end its contract is renewed, January = 1"},
    {WHOLE("term_months", "months", 0, FC_ONE, 1, 36, 12, 'A'), .at = AT(term_months),
     .help = "length of its contract: 1, 3, 6, 12, 24 or 36"},
    {NUMBER("leave_prob", "share", FC_REQUIRED | FC_MAY_VARY | FC_SHARE, FC_ONE, 0, 1,
            0, 'A'),
     .at = AT(leave_prob), .help = "probability to leave at a renewal"},
    {NUMBER("insolvency_per_year", "share a year", FC_MAY_VARY | FC_SHARE, FC_ONE, 0,
            0.999, 0.01, 'A'),
     .at = AT(insolvency),
     .help = "probability of insolvency within a year of expansion"},
    {NUMBER("service_hours_per_week", "hours a week", FC_MAY_VARY, FC_ONE, 0, 1000,
            (double)NAN, 'A'),
     .at = AT(service_hours),
     .help = "account service it needs; that of its segment if absent"},
    {WHOLE("leaves_month", "month", 0, FC_ONE, 0, 600, 0, 'H'), .at = AT(leaves_month),
     .help = "stress test: it leaves at the end of this month of the horizon; 0 = by "
             "chance"},
    {0}};
#undef AT

static const struct fc_field opening_rows[] = {
    {NUMBER("clients", "clients", 0, FC_SEGMENT, 0, 1e6, 0, 'H'), .at = 0,
     .help = "contract clients at opening, key accounts extra"},
    {NUMBER("recurring_per_year", "money a year", FC_MAY_VARY, FC_SEGMENT, 0, 1e13,
            (double)NAN, 'H'),
     .at = sizeof(struct fc_numbers),
     .help = "recurring value of these clients; that of as many new deals if absent"},
    {NUMBER("repeat_clients", "clients", 0, FC_SEGMENT, 0, 1e6, 0, 'H'),
     .at = 2 * sizeof(struct fc_numbers),
     .help = "clients without a contract at opening who have not dropped out"},
    {0}};

static const struct fc_section sections[] = {
    {.path = "customers",
     .rows = customers_rows,
     .at = offsetof(struct fc_clients_spec, customers),
     .help = "why contract clients stay, leave and fail"},
    {.path = "customers.satisfaction",
     .rows = satisfaction_rows,
     .at = offsetof(struct fc_clients_spec, satisfaction),
     .help = "how content the clients of a market are, and what it does"},
    {.path = "customers.repeat",
     .rows = repeat_rows,
     .at = offsetof(struct fc_clients_spec, repeat),
     .help = "clients without a contract: how often they buy, when they stop (BG/NBD)"},
    {.path = "customers.cross_sell",
     .rows = cross_rows,
     .at = offsetof(struct fc_clients_spec, cross),
     .help = "clients who buy another product"},
    {.path = "customers.key_accounts",
     .rows = account_rows,
     .at = offsetof(struct fc_clients_spec, accounts),
     .list_item_size = sizeof(struct fc_account_spec),
     .axis = FC_ACCOUNT,
     .help = "named clients, each simulated alone"},
    {.path = "opening",
     .rows = opening_rows,
     .at = offsetof(struct fc_clients_spec, opening),
     .help = "the state at the start"},
    {0}};

#define KPI(name_, unit_, fold_, state_, over_, by_, flags_, help_)                    \
    {                                                                                  \
        .name = name_, .unit = unit_, .help = help_, .fold = fold_,                    \
        .value = FC_S_##state_, .over = over_, .by = by_, .flags = flags_              \
    }
#define BY (FC_BY_MARKET | FC_BY(FC_TEAM))
static const struct fc_kpi kpis[] = {
    KPI("bookings", "money", FC_FLOW, bookings, -1, BY, FC_HEADLINE | FC_TOTALS,
        "annual value of new contracts and one-off sales"),
    KPI("clients", "clients", FC_LEVEL, clients, -1, BY, FC_HEADLINE | FC_WHOLE,
        "contracts and key accounts"),
    KPI("new_clients", "clients", FC_FLOW, new_clients, -1, BY, FC_WHOLE,
        "contracts started"),
    KPI("lost_clients", "clients", FC_FLOW, lost_clients, -1, BY, FC_WHOLE,
        "clients who left or became insolvent"),
    KPI("churn", "share", FC_SHARE12, lost_clients, FC_S_clients, BY, 0,
        "clients lost in 12 months / clients before them"),
    KPI("grr", "share", FC_RATIO, value_kept, FC_S_value_year_ago, BY, 0,
        "gross revenue retention: what is left of the recurring value of the clients "
        "of 12 months ago, without expansion and price growth"),
    KPI("nrr", "share", FC_RATIO, value_kept_net, FC_S_value_year_ago, BY, 0,
        "net revenue retention: the same with expansion and price growth"),
    KPI("repeat", "money", FC_FLOW, repeat, -1, BY, FC_TOTALS,
        "revenue of clients without a contract, first purchases included"),
    KPI("purchases", "purchases", FC_FLOW, purchases, -1, BY, FC_WHOLE,
        "purchases after the first one, without a contract"),
    KPI("cross_sold", "contracts", FC_FLOW, cross_sold, -1, BY, FC_WHOLE,
        "sold to clients of another product"),
    KPI("annual_value", "money", FC_LEVEL, annual_value, -1, BY, 0,
        "recurring value a year of the clients there are, at next month's prices"),
    KPI("average_deal", "money", FC_RATIO12, bookings, FC_S_sold, BY, 0,
        "bookings / deals won or sold across, 12 months"),
    KPI("loyal_share", "share", FC_RATIO, loyal, FC_S_clients, BY, 0,
        "share of clients with 3 renewals or more (expected); key accounts count"),
    KPI("first_term_share", "share", FC_RATIO, first_term, FC_S_clients, BY, 0,
        "share of clients who have not renewed yet (expected)"),
    KPI("renewed_share", "share", FC_RATIO, renewed, FC_S_clients, BY, 0,
        "share of clients with 1 or 2 renewals (expected)"),
    KPI("satisfaction", "sd", FC_RATIO, satisfaction_sum, FC_S_clients, BY, 0,
        "satisfaction of the clients, 0 = as usual, in standard deviations"),
    KPI("hhi_client", "index", FC_LEVEL, client_hhi, -1, 0, 0,
        "Herfindahl index of the clients' recurring value"),
    KPI("top_client_share", "share", FC_LEVEL, top_share, -1, 0, 0,
        "share of the largest key account in the recurring value"),
    KPI("hhi_territory", "index", FC_LEVEL, hhi_territory, -1, 0, 0,
        "Herfindahl index of the recurring value by territory"),
    KPI("hhi_product", "index", FC_LEVEL, hhi_product, -1, 0, 0,
        "Herfindahl index of the recurring value by product"),
    KPI("hhi_segment", "index", FC_LEVEL, hhi_segment, -1, 0, 0,
        "Herfindahl index of the recurring value by segment"),
    KPI("account_revenue", "money", FC_FLOW, account_revenue, -1, FC_BY(FC_ACCOUNT), 0,
        "revenue of the key accounts"),
    {0}};

const struct fc_mechanism FC_PER_ISA(fc_customers);
const struct fc_mechanism FC_PER_ISA(fc_customers) = {
    .name = "customers",
    .help = "contracts, key accounts, loyalty, concentration",
    .sections = sections,
    .spec_size = sizeof(struct fc_clients_spec),
    .kpis = kpis,
    .compile = fc__customers_compile,
    .open = fc__customers_open,
    .step = fc__customers_step,
    .month = fc__customers_month,
};
