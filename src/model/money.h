/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What money.c (reading, opening) and money_month.c (a month) have in common, and when
 * invoices are paid: the one law of money that tests look at by itself. */
#ifndef FC_MODEL_MONEY_H
#define FC_MODEL_MONEY_H

#include "model/organisation.h"

/* Invoices are paid within a year: a ring of this month and the next twelve. */
enum { FC_DUE_MONTHS = 13 };

struct fc_money_cover {      /* of an insurance */
    uint32_t ring;           /* months from loss to payment, and this one */
    fc_rows losses, claimed; /* of this year of cover */
    fc_rows due;             /* [ring] paid in month t % ring */
};

struct fc_money {
    fc_num overhead, credit_line, interest, price_level;
    fc_num days_expansion, days_recession, bad_expansion, bad_recession;
    fc_num exchange_cv, revenue_share, cost_share;
    fc_num base, on_cost, commission, hire, leave, severance;
    fc_num opening_cash, opening_receivables;
    bool steady_receivables; /* opening.receivables is absent: from recurring revenue */
    bool exchanged;          /* the exchange rate moves */
    uint64_t exchange_site;
    double *pay_share;  /* [market] of the pay of its team */
    double *pool_share; /* [market] of the pay of its specialists, while they do
                           nothing; NULL: there are none */
    fc_rows pool_hours; /* [team] hours of the specialists in the month */
    fc_rows sold;       /* [team] bookings of its markets in the month */
    fc_rows due;        /* [FC_DUE_MONTHS] collected at the end of month t % 13 */
    fc_rows level, level_step;    /* price level, and its factor a month */
    fc_rows log_rate;             /* logarithm of the exchange rate */
    fc_rows peak;                 /* highest month-end cash so far */
    struct fc_money_cover *cover; /* [model->cover_count] */
};

#define fc__money_month FC_PER_ISA(fc__money_month)
void fc__money_month(const void *own, struct fc_block *b);

#define fc__money_covers      FC_PER_ISA(fc__money_covers)
#define fc__money_covers_link FC_PER_ISA(fc__money_covers_link)

/* What insurers pay this month, taken off the costs; after bad debt is known. */
void fc__money_covers(const struct fc_money *own, struct fc_block *b,
                      double *restrict costs);
fc_status fc__money_covers_link(struct fc_money *own, struct fc_model *model);

/* The specialists who work for a market, or FC_NO_TEAM. */
static inline uint32_t fc__money_pool(const struct fc_market *market)
{
    return market->second != FC_NO_TEAM ? market->second : market->overflow;
}

/* A number that depends on the regime: expansion, recession, linear between. */
static inline double fc__money_by_regime(const struct fc_block *b, fc_num expansion,
                                         fc_num recession, uint32_t lane)
{
    const double e = (double)fc_number_row(b, expansion)[lane];
    const double r = (double)fc_number_row(b, recession)[lane];
    return e + (double)FC_ROW(b, recession, 0)[lane] * (r - e);
}

/* days/30 = months + part: the share 1 - part is paid after `months` month ends, `part`
 * one month later. 45 days: half after one month, half after two. Held in 0 .. 360
 * days. */
struct fc_lag {
    uint32_t months;
    double part;
};

static inline struct fc_lag fc__money_lag(double days)
{
    const double longest = 30.0 * (FC_DUE_MONTHS - 1);
    const double held = days < 0 ? 0 : days < longest ? days : longest;
    const uint32_t months = (uint32_t)(held / 30.0);
    const uint32_t last =
        FC_DUE_MONTHS - 2; /* 360 days: all of it after 11 + 1 months */
    const uint32_t whole = months < last ? months : last;
    return (struct fc_lag){whole, held / 30.0 - whole};
}

/* Share of the invoices of one month that is paid j >= 1 month ends after time 0, if
 * the same was invoiced every month up to time 0: sum over j is days/30. */
static inline double fc__money_open_share(struct fc_lag lag, uint32_t j)
{
    return j <= lag.months ? 1.0 : j == lag.months + 1 ? lag.part : 0.0;
}

#endif
