/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole department in a few lines, for tests that need every room to move: 2 x 2 x 2
 * markets, five kinds of channels, contracts and one-off sales, a key account, crises,
 * recessions. Parts are texts, so that a test can put its own in their place. */
#ifndef FC_TESTS_DEPARTMENT_H
#define FC_TESTS_DEPARTMENT_H

#define DEPARTMENT_HEAD(months, steps)                                                 \
    "title = \"department\"; currency = \"EUR\"; horizon = { start = \"2027-03\"; "    \
    "months = " months "; steps_per_month = " steps "; };\n"

#define DEPARTMENT_NORTH " { name = \"north\"; share = 0.6; }"
#define DEPARTMENT_SOUTH " { name = \"south\"; share = 0.4; }"
#define DEPARTMENT_MARKETS_IN(first, second)                                           \
    "markets = { territories = (" first "," second " );\n"                             \
    " products = ( { name = \"core\"; share = 0.7; margin = 0.75; }, { name = "        \
    "\"edge\"; share = 0.3; margin = 0.6; model = \"one_off\"; } );\n"                 \
    " segments = ( { name = \"small\"; leads_per_month = 220; potential = 20000; }, "  \
    "{ name = \"large\"; leads_per_month = 30; } );\n"                                 \
    " working_days = [ 1.0, 0.95, 1.1, 1.0, 0.9, 1.0, 1.05, 0.9, 1.05, 1.1, 1.0, "     \
    "0.95 ]; };\n"
#define DEPARTMENT_MARKETS DEPARTMENT_MARKETS_IN(DEPARTMENT_NORTH, DEPARTMENT_SOUTH)
#define DEPARTMENT_ONE_MARKET                                                          \
    "markets = { territories = ( { name = \"here\"; } ); products = ( { name = "       \
    "\"core\"; } ); segments = ( { name = \"firm\"; leads_per_month = 150; } ); };\n"

/* without segments' names, so that it fits both kinds of markets */
#define DEPARTMENT_SELLING                                                             \
    "channels = ( { name = \"web\"; kind = \"inbound\"; share = 0.5; kept = 0.9; "     \
    "neglected_share = 0.1; }, { name = \"adverts\"; kind = \"inbound\"; share = "     \
    "0.2; spend_per_month = 20000; }, { name = \"partners\"; kind = \"partner\"; "     \
    "share = 0.3; commission_share = 0.1; quality_odds = 1.3; }, { name = "            \
    "\"calling\"; kind = \"outbound\"; hours_per_seat_month = 15; leads_per_hour = "   \
    "0.5; }, { name = \"referral\"; kind = \"referral\"; leads_per_client_year = "     \
    "0.1; } );\n"                                                                      \
    "funnel = { stages = ( { name = \"qualify\"; conversion = 0.2; dwell_weeks = "     \
    "1; hours = 0.3; }, { name = \"propose\"; conversion = \"0.4 .. 0.6\"; "           \
    "dwell_weeks = 4; hours = 9; }, { name = \"close\"; conversion = 0.6; "            \
    "dwell_weeks = 3; hours = 12; } ); deal_value = { mean = 24000; cv = 0.8; }; };\n"
#define DEPARTMENT_CLIENTS "customers = { service_hours_per_week = 0.1; };\n"
#define DEPARTMENT_CRISES                                                              \
    "macro = { expansion_months = 30; recession_months = 10; demand_drop = 0.15; };\n" \
    "crises = ( { name = \"exodus\"; category = \"operational\"; per_year = 0.5; "     \
    "severity = { median = 0.4; sigma = 0.5; }; plateau_weeks = 6; one_off_cost = "    \
    "30000; effects = ( { lever = \"turnover\"; factor = 6.0; }, { lever = "           \
    "\"hours\"; loss = 0.8; } ); }, { name = \"crunch\"; category = \"financial\"; "   \
    "per_year = 0.4; in_recession = 2; severity = { median = 0.5; sigma = 0.4; }; "    \
    "one_off_cost = 10000; effects = ( { lever = \"collections\"; add = 40.0; }, { "   \
    "lever = \"bad_debt\"; factor = 3.0; }, { lever = \"running_cost\"; factor = "     \
    "1.5; }, { lever = \"demand\"; loss = 0.5; } ); } );\n"
#define DEPARTMENT_MONEY                                                               \
    "money = { overhead_per_month = 160000; credit_line = 250000; exchange = { "       \
    "cv_per_year = 0.1; revenue_share = 0.4; cost_share = 0.2; }; };\n"
#define DEPARTMENT_OPENING                                                             \
    "opening = { cash = 400000; clients = 120; seats_filled = 9; };\n"
#define DEPARTMENT_PEOPLE                                                              \
    "people = { seats = 11; turnover_per_year = \"0.25 .. 0.45\"; months_to_fill = { " \
    "mean = 2; cv = 0.7; }; leave_cost = 9000; hiring_plan = ( { month = 5; seats = "  \
    "3; }, { month = 9; seats = 2; } ); };\n"

#endif
