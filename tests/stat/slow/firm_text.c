/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A department as a scenario: every number of struct firm, with all its digits. */
#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "slow/firm.h"

static const char *const territory[NG] = {"north", "south"};
static const char *const product[NP] = {"core", "plus"};
static const char *const segment[NS] = {"small", "large"};
static const char *const stage[NJ] = {"qualify", "propose", "close"};
static const char *const work[WORKS] = {"first_contact", "late_stages", "early_stages",
                                        "service", "outbound"};
static const char *const kind[] = {"inbound", "outbound", "partner", "referral"};

/* printf with %g of all digits: every %g in `form` takes a double */
__attribute__((format(printf, 2, 3))) static void put(FILE *f, const char *form, ...)
{
    va_list args;
    va_start(args, form);
    vfprintf(f, form, args);
    va_end(args);
}

#define N "%.17g"

static void put_interval(FILE *f, const char *key, struct interval x)
{
    if (x.low < x.high)
        put(f, "%s = \"" N " .. " N "\"; ", key, x.low, x.high);
    else
        put(f, "%s = " N "; ", key, x.low);
}

static void put_segments(FILE *f, const char *key, const double *x)
{
    put(f, "%s = { small = " N "; large = " N "; };\n", key, x[SMALL], x[LARGE]);
}

static void put_market(FILE *f, int k)
{
    put(f, "market = [ \"%s\", \"%s\", \"%s\" ]; ", territory[territory_of(k)],
        product[product_of(k)], segment[segment_of(k)]);
}

static void put_markets(FILE *f, const struct firm *x)
{
    put(f, "markets = {\n territories = ( { name = \"north\"; }, { name = \"south\"; } "
           ");\n products = (");
    for (int p = 0; p < NP; p++) {
        put(f, "%s { name = \"%s\"; ", p ? "," : "", product[p]);
        if (firm_repeat(x, firm_market(0, p, 0)))
            put(f, "model = \"repeat\"; margin = " N "; }", x->margin[p]);
        else
            put(f, "term_months = %d; margin = " N "; }", x->term[p], x->margin[p]);
    }
    put(f, " );\n segments = (");
    for (int s = 0; s < NS; s++) {
        put(f, "%s { name = \"%s\"; potential = " N "; ", s ? "," : "", segment[s],
            x->potential[s]);
        put_interval(f, "leads_per_month", x->leads[s]);
        put(f, "}");
    }
    put(f, " );\n list = (");
    for (int k = 0; k < NK; k++)
        put(f,
            "%s\n  { territory = \"%s\"; product = \"%s\"; segment = \"%s\"; share = " N
            "; }",
            k ? "," : "", territory[territory_of(k)], product[product_of(k)],
            segment[segment_of(k)], x->share[k]);
    put(f, " );\n working_days = (");
    for (int m = 0; m < 12; m++)
        put(f, "%s " N, m ? "," : "", x->days[m]);
    put(f,
        " );\n season = { kind = \"harmonic\"; amplitude = " N
        "; peak_month = %d; };\n "
        "year_to_year_cv = " N "; };\n",
        x->season_amplitude, x->season_peak, x->yearly_cv);
}

static void put_channels(FILE *f, const struct firm *x)
{
    put(f, "channels = (");
    for (int c = 0; c < NC; c++) {
        const struct firm_channel *ch = &x->channel[c];
        put(f,
            "%s\n { name = \"%s\"; kind = \"%s\"; quality_odds = " N "; dispersion = " N
            ";\n   ",
            c ? "," : "", ch->name, kind[ch->kind], ch->odds, ch->dispersion);
        if (ch->kind == INBOUND || ch->kind == PARTNER)
            put_segments(f, "share", ch->share);
        if (ch->kind == INBOUND)
            put(f, "   kept = " N "; neglected_share = " N "; ", ch->kept,
                ch->neglected);
        firm_text_waiting(f, ch);
        firm_text_mix(f, &ch->mix);
        if (ch->spend > 0)
            put(f,
                "spend_per_month = " N "; ad_driven_share = " N "; half_life_weeks = " N
                "; hill = " N ";\n   spend_plan = ( { month = %d; spend_per_month = " N
                "; } ); ",
                ch->spend, ch->driven, ch->half_life_weeks, ch->hill, ch->plan_month,
                ch->plan_spend);
        if (ch->kind == OUTBOUND)
            put(f, "hours_per_seat_month = " N "; leads_per_hour = " N "; ",
                ch->hours_per_seat, ch->leads_per_hour);
        if (ch->kind == REFERRAL)
            put(f, "leads_per_client_year = " N "; satisfaction_effect = " N "; ",
                ch->per_client_year, ch->content);
        if (ch->kind == PARTNER)
            put(f, "commission_share = " N "; ", ch->commission);
        put(f, "}");
    }
    put(f, " );\n");
}

static void put_funnel(FILE *f, const struct firm *x)
{
    put(f,
        "funnel = { contact_hours = " N "; discount = " N "; adverse_advance = " N
        "; adverse_loss = " N "; price_odds_exponent = " N "; no_decision_share = " N
        ";\n stages = (",
        x->contact_hours, x->discount, x->adverse_advance, x->adverse_loss,
        x->price_exponent, x->no_decision);
    for (int j = 0; j < NJ; j++) {
        put(f, "%s\n  { name = \"%s\"; ", j ? "," : "", stage[j]);
        put_segments(f, "conversion", x->conversion[j]);
        put_segments(f, "    dwell_weeks", x->dwell_weeks[j]);
        put_segments(f, "    hours", x->hours[j]);
        put(f, "  }");
    }
    put(f, " );\n deal_value = { ");
    put_segments(f, "mean", x->deal_mean);
    put_segments(f, "  cv", x->deal_cv);
    put(f, " }; };\n");
}

static void put_customers(FILE *f, const struct firm *x)
{
    put(f, "customers = { ");
    put_segments(f, "leave_first_year", x->leave);
    put_segments(f, " leave_spread", x->spread);
    put_segments(f, " leave_log_odds", x->leave_log_odds);
    put_segments(f, " service_hours_per_week", x->service_week);
    put_segments(f, " insolvency_per_year", x->insolvency);
    put(f,
        " recession_insolvency_factor = " N "; insolvency_correlation = " N ";\n "
        "uplift_per_year = { core = " N "; plus = " N "; }; expansion_per_renewal = " N
        ";\n coverage_log_odds = " N "; adverse_log_odds = " N
        "; firm_age_years = %d;\n",
        x->recession_insolvency, x->correlation, x->uplift[0], x->uplift[1],
        x->expansion, x->coverage_log_odds, x->adverse_log_odds, x->age_years);
    firm_text_customers(f, x);
    put(f, " key_accounts = ( { name = \"anchor\"; ");
    put_market(f, x->account.market);
    put(f,
        "\n   revenue_per_month = " N "; renewal_month = %d; leave_prob = " N
        "; insolvency_per_year = " N "; service_hours_per_week = " N "; } ); };\n",
        x->account.revenue, x->account.renewal_month, x->account.leave,
        x->account.insolvency, x->account.service_week);
}

static void put_living(FILE *f, const struct firm *x)
{
    static const char *const domain[DOMAINS] = {"territory", "product", "segment"};
    const struct firm_pay *p = &x->pay;
    const struct firm_handover *h = &x->handover;
    if (x->learning.forget_years > 0) {
        put(f, " learning = { forget_years = " N "; ", x->learning.forget_years);
        for (int d = 0; d < DOMAINS; d++)
            put(f, "%s = { weight = " N "; years = " N "; floor = " N "; }; ",
                domain[d], x->learning.weight[d], x->learning.years[d],
                x->learning.floor[d]);
        put(f, "};\n");
    }
    if (p->quota > 0)
        put(f,
            " quota_per_year = " N "; pay = { accelerator = " N "; cap = " N
            "; quarterly_bonus = " N ";};\n motivation = { elasticity = " N
            "; effort_max = " N "; money = " N "; recognition = " N "; autonomy = " N
            "; growth = " N "; alike = " N ";\n market_pay = " N "; leave_by_pay = " N
            "; leave_by_motivation = " N "; leave_by_middle = " N
            "; leave_by_peers = " N "; stay_in_recession = " N "; };\n",
            p->quota, p->accelerator, p->cap, p->bonus, p->elasticity, p->most,
            p->motive[MONEY], p->motive[RECOGNITION], p->motive[AUTONOMY],
            p->motive[GROWTH], p->alike, p->market_pay, p->by_pay, p->by_mood,
            p->by_middle, p->by_peers, p->by_recession);
    if (h->loss > 0)
        put(f,
            " handover = { loss = " N "; similar = " N "; leave_odds = " N
            "; deals_loss = " N "; deal_months = " N "; };\n",
            h->loss, h->similar, h->leave_odds, h->deals_loss, h->deal_months);
}

static void put_tool(FILE *f, const struct firm_tool *t)
{
    if (t->start_month == 0)
        return;
    put(f,
        "practices = ( { name = \"tool\"; category = \"technology\"; start_month = %d; "
        "setup_cost = " N "; monthly_cost = " N "; cost_per_seat = " N
        ";\n hours_per_seat = " N "; adoption = { half_months = " N "; steepness = " N
        "; ceiling = " N "; };\n effects = ( { lever = \"admin\"; factor = " N
        "; }, { lever = \"turnover\"; factor = " N "; } ); } );\n",
        t->start_month, t->setup, t->monthly, t->per_seat, t->hours, t->half_months,
        t->steepness, t->ceiling, t->admin, t->turnover);
}

static void put_people(FILE *f, const struct firm *x)
{
    put(f, "organisation = { coordination_share = " N ";", x->coordination);
    put(f, " task_minutes = " N ";", x->task_minutes);
    put(f, " priority = (");
    for (int i = 0; i < WORKS; i++)
        put(f, "%s \"%s\"", i ? "," : "", work[x->priority[i]]);
    put(f, " );\n");
    firm_text_teams(f, x);
    put(f,
        "people = { seats = %d; paid_hours_per_week = " N "; absence_share = " N
        "; admin_share = " N "; ability_cv = " N ";\n ramp_months = " N
        "; start_level = " N "; tenure_shape = " N "; months_to_fill = { mean = " N
        "; cv = " N "; };\n ",
        firm_sum(x->seats), x->paid_week, x->absence, x->admin, x->ability_cv,
        x->ramp_months, x->start_level, x->tenure_shape, x->fill_mean, x->fill_cv);
    put_interval(f, "turnover_per_year", x->turnover);
    put(f,
        "hiring_plan = ( { month = %d; seats = 1; team = \"%s\"; } );\n "
        "base_pay_per_month = " N "; on_cost_share = " N "; commission = " N
        "; hire_cost = " N "; leave_cost = " N ";\n",
        x->plan_month, territory[x->plan_team], x->base_pay, x->on_cost, x->commission,
        x->hire_cost, x->leave_cost);
    put_living(f, x);
    put(f, "};\n");
    put_tool(f, &x->tool);
    firm_text_rule(f, &x->rule);
}

static void put_crises(FILE *f, const struct firm *x)
{
    put(f, "crises = (");
    for (int i = 0; i < NX; i++) {
        const struct firm_crisis *c = &x->crisis[i];
        put(f,
            "%s\n { name = \"%s\"; category = \"%s\"; scope = \"%s\"; per_year = " N
            "; in_recession = " N ";\n   severity = { median = " N "; sigma = " N
            "; }; plateau_weeks = " N "; plateau_sigma = " N "; half_life_weeks = " N
            "; scar = " N "; one_off_cost = " N ";\n   effects = (",
            i ? "," : "", c->name, c->category,
            c->by_segment ? "random:segments" : "all", c->per_year, c->in_recession,
            c->median, c->sigma, c->plateau_weeks, c->plateau_sigma, c->half_life_weeks,
            c->scar, c->cost);
        for (int e = 0; e < NE && c->effect[e].lever != NO_LEVER; e++) {
            const struct firm_effect *a = &c->effect[e];
            put(f, "%s { lever = \"%s\"; %s = " N "; ", e ? "," : "",
                firm_lever[a->lever], firm_scale[a->lever], a->c);
            if (a->channel >= 0)
                put(f, "of = [ \"%s\" ]; ", x->channel[a->channel].name);
            put(f, "}");
        }
        put(f, " ); }");
    }
    put(f, " );\ncontagion = (");
    for (int i = 0; i < NL; i++)
        put(f, "%s { from = \"%s\"; to = \"%s\"; mean = " N "; delay_weeks = " N "; }",
            i ? "," : "", x->crisis[x->contagion[i].from].name,
            x->crisis[x->contagion[i].to].name, x->contagion[i].mean,
            x->contagion[i].delay_weeks);
    put(f, " );\n");
}

static void put_world(FILE *f, const struct firm *x)
{
    put(f,
        "macro = { expansion_months = " N "; recession_months = " N
        "; half_life_months = " N "; factor_sd = " N ";\n territory_sd = " N
        "; product_sd = " N "; segment_sd = " N "; ",
        x->expansion_months, x->recession_months, x->half_life_months, x->factor_sd,
        x->territory_sd, x->product_sd, x->segment_sd);
    put_interval(f, "demand_drop", x->drop);
    put(f, "};\n");
    put_crises(f, x);
    put(f,
        "money = { overhead_per_month = " N "; days_to_collect = { expansion = " N
        "; recession = " N "; };\n bad_debt = { expansion = " N "; recession = " N
        "; }; credit_line = " N "; interest_per_year = " N "; price_level_per_year = " N
        "; };\n",
        x->overhead, x->days_good, x->days_bad, x->bad_good, x->bad_bad, x->credit_line,
        x->interest, x->price_level);
    if (x->rank != 0)
        put(f,
            "uncertainty = { correlations = ( { between = [ "
            "\"people.turnover_per_year\", \"markets.segments.small.leads_per_month\" "
            "]; "
            "rank = " N "; } ); };\n",
            x->rank);
}

static void put_opening(FILE *f, const struct firm *x)
{
    put(f,
        "opening = { cash = " N "; pipeline = \"steady\"; seats_filled = %d;\n "
        "clients = { small = %d; large = %d; }; ",
        x->cash, firm_sum(x->filled), x->clients[SMALL], x->clients[LARGE]);
    put_segments(f, "recurring_per_year", x->recurring);
    firm_text_buyers_open(f, x);
    put(f, " deals = ( { name = \"tender\"; ");
    put_market(f, x->deal.market);
    put(f, "stage = \"%s\"; value = " N "; win_prob = " N "; } ); };\n",
        stage[x->deal.stage], x->deal.value, x->deal.win_prob);
}

char *firm_text(const struct firm *x)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);
    assert(f);
    put(f,
        "title = \"slow\"; currency = \"EUR\"; horizon = { start = \"2027-%02d\"; "
        "months = %d; steps_per_month = %d; };\n",
        x->start + 1, x->months, x->steps);
    put_markets(f, x);
    put_channels(f, x);
    put_funnel(f, x);
    put_customers(f, x);
    put_people(f, x);
    put_world(f, x);
    put_opening(f, x);
    fclose(f);
    return text;
}
