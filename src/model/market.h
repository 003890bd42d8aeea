/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Facts about axes that several rooms need: products, segments, channels. Filled by the
 * market and demand rooms in compile; borrowed from the model. */
#ifndef FC_MODEL_MARKET_H
#define FC_MODEL_MARKET_H

#include "model/model.h"

enum fc_product_model { FC_CONTRACT, FC_ONE_OFF, FC_REPEAT };

struct fc_product {
    int model;       /* enum fc_product_model */
    int term_months; /* 1, 3, 6, 12, 24, 36; contracts only */
    fc_num margin;   /* gross margin, share of revenue */
};

struct fc_segment {
    fc_num leads_per_month; /* of the channels with a share, all markets together */
    fc_num potential;       /* clients there can be at most; 0 = no limit */
    double leads_mean;      /* leads_per_month as a plain number */
};

enum fc_channel_kind { FC_INBOUND, FC_OUTBOUND, FC_PARTNER, FC_REFERRAL };

struct fc_channel {
    int kind;                    /* enum fc_channel_kind */
    fc_num commission_share;     /* partner commission, share of bookings */
    fc_num hours_per_seat_month; /* outbound: target hours */
    const double *spend;         /* [month] planned marketing spend */
    const double *effort;        /* [market] split of spend or calling hours at opening,
                                    adds up to 1; NULL: the channel has neither */
    const struct fc_mix *mix;    /* outbound: changes of that, or NULL */
    const float *team_effort;    /* outbound with a mix: [period * teams + team] factor
                                    on the hours of a seat */
    bool by_satisfaction;        /* referral: content clients refer more */
    /* inbound: what a lead loses while it waits (first_contact.h) */
    fc_num decay_exponent, decay_minutes, office_hours_share, night_gap_hours,
        weekend_gap_hours, patience_hours;
    bool decays; /* a wait costs something */
};

#define fc_product_margin(b, p) fc_number_row((b), (b)->model->products[p].margin)
#define fc_product_facts(m, p)  ((m)->products[p])
#define fc_channel_commission(b, c)                                                    \
    fc_number_row((b), (b)->model->channels[c].commission_share)

#endif
