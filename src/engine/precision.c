/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which number must be how precise. Checked by tests/unit/test_precision.c. */
#include "engine/precision.h"

#include <math.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"

static fc_status number_parse(const char *text, struct fc_precision *out,
                              const char *whole, struct fc_error *err)
{
    const size_t length = strlen(text);
    double value = 0;
    out->relative = length > 0 && text[length - 1] == '%';
    if (!fc_text_to_double(text, length - out->relative, &value, NULL) || value <= 0)
        return FC_FAIL(
            err, FC_E_ARG,
            "precision '%s': after '=' comes a positive number, such as 0.5%% "
            "or 20000",
            whole);
    out->value = out->relative ? value / 100 : value;
    return FC_OK;
}

fc_status fc__precision_parse(const char *text, const struct fc_run_plan *plan,
                              struct fc_precision *out, struct fc_error *err)
{
    *out = (struct fc_precision){.on = text && *text};
    if (!out->on)
        return FC_OK;
    const char *equals = strchr(text, '=');
    if (!equals)
        return FC_FAIL(err, FC_E_ARG,
                       "precision '%s' has no '=': write METRIC=VALUE, such as "
                       "revenue=0.5%%",
                       text);
    FC_TRY(number_parse(equals + 1, out, text, err));
    const char *name = text;
    if (strncmp(name, "es=", 3) == 0) { /* of what the firm lives on */
        name = "es:operating_profit=";
        equals = strchr(name, '=');
    }
    if (strncmp(name, "es:", 3) == 0) {
        out->kind = FC_PRECISE_SHORTFALL;
        name += 3;
    }
    const size_t length = (size_t)(equals - name);
    if (length == 4 && strncmp(name, "miss", 4) == 0) {
        out->kind = FC_PRECISE_MISS;
        return plan->forecast.target_count
                   ? FC_OK
                   : FC_FAIL(err, FC_E_ARG,
                             "precision '%s': the scenario has no targets to miss",
                             text);
    }
    for (size_t i = 0; i < plan->forecast.metric_count; i++) {
        const struct fc_metric *m = &plan->forecast.metrics[i].metric;
        if (strlen(m->name) == length && strncmp(m->name, name, length) == 0 &&
            m->totals) {
            out->metric = i;
            return FC_OK;
        }
    }
    return FC_FAIL(err, FC_E_ARG,
                   "precision '%s' names no metric with totals: use revenue, "
                   "operating_profit, cash, bookings, wins or miss",
                   text);
}

static struct fc_estimate estimate(const struct fc_precision *self,
                                   const fc_layout *layout, const fc_tally *tally)
{
    if (self->kind == FC_PRECISE_MISS) {
        const size_t series = fc__layout_target(layout, self->metric);
        return fc_tally_below(tally, series,
                              fc__layout_specs(layout)[series].threshold);
    }
    const size_t series = fc__layout_total(layout, self->metric, FC_PERIOD_HORIZON);
    return self->kind == FC_PRECISE_SHORTFALL ? fc_tally_shortfall(tally, series, 0.05)
                                              : fc_tally_mean(tally, series);
}

bool fc__precision_reached(const struct fc_precision *self, const fc_layout *layout,
                           const fc_tally *tally)
{
    const struct fc_estimate e = estimate(self, layout, tally);
    /* a share in per cent means percentage points of P(miss) */
    const bool points = self->kind == FC_PRECISE_MISS;
    const double limit =
        self->relative && !points ? self->value * fabs(e.value) : self->value;
    return e.error <= limit;
}
