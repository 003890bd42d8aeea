/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the reports on stress tests, both languages side by side. */
#include "report/words.h"

static const struct fc_message messages_en[] = {
    {"page.stress", "Stress tests: the same worlds with and without a misfortune"},
    {"section.stress", "What was tested"},
    {"section.tests", "What each test does"},
    {"section.survival", "Cash and survival"},
    {"section.first", "What breaks first"},
    {"section.reverse", "What would break the targets"},
    {"stress.intro",
     "{n} {n|test|tests} in {paths} {paths|world|worlds}: each world runs without the "
     "test and with it, and all its other luck stays the same. Crises of the register "
     "that come by chance stay in both. Intervals are 95 % intervals."},
    {"stress.base", "Without any test operating profit over the whole horizon is "
                    "{middle} ± {error} in the middle world, and {low} or less in 1 "
                    "world of 20."},
    {"stress.left_out", "Left out is “{test}”: {reason}."},
    {"stress.out.recession", "the scenario already has a recession on a date"},
    {"stress.out.client", "in the scenario this client leaves anyway"},
    {"stress.out.nobody", "the scenario has no sellers"},
    {"stress.out.turnover", "in the scenario nobody ever leaves"},
    {"stress.out.one", "fewer than two tests were run"},
    {"stress.test", "“{test}”, from {month}: operating profit of the middle world "
                    "changes by {middle} ± {half}, that of the bad end, 1 world in 20, "
                    "by {low} ± {other}."},
    {"stress.test_user", "“{test}”: operating profit of the middle world changes by "
                         "{middle} ± {half}, that of the bad end, 1 world in 20, by "
                         "{low} ± {other}."},
    {"stress.test_middle",
     "“{test}”: operating profit of the middle world changes by {middle} ± {half}; "
     "for the bad end there are too few worlds."},
    {"stress.also", "These two are: {one}; {two}."},
    {"stress.left",
     "In that month {left} ± {half} of the sellers leave, for all reasons."},
    {"stress.low", "“{test}”: in 1 world of 20 the lowest cash balance is {low} ± "
                   "{half} or less."},
    {"stress.need", "{reserve} more would keep 19 worlds of 20 at zero or above."},
    {"stress.ruin",
     "The credit line does not suffice in {ruin} ± {half} of the worlds."},
    {"stress.ruin_month", "The credit line does not suffice in {ruin} ± {half} of the "
                          "worlds, in half of these by month {month}."},
    {"stress.no_ruin", "The credit line suffices in every world."},
    {"stress.recovered",
     "A world is hit when its revenue of a month is 2 % or more below that of the same "
     "world without the test, and is back when that has not been so for two months. "
     "Profit is made up when less than 2 % of revenue is missing since the test "
     "began."},
    {"stress.recovery", "“{test}” hits {hit} of the worlds; half of these are back "
                        "within {months} {months|month|months}, {never} ± {half} not "
                        "within the horizon. At its end the profit is not made up in "
                        "{missing} ± {other} of all worlds."},
    {"stress.no_recovery",
     "“{test}” hits {hit} of the worlds; {never} ± {half} of these are not back within "
     "the horizon. At its end the profit is not made up in {missing} ± {other} of all "
     "worlds."},
    {"stress.unhit", "“{test}” hits no world."},
    {"stress.limits",
     "Four limits are watched. Cash at a month end below {cash}; revenue of a year "
     "below its target, {revenue} in the first; more hours needed than there are; more "
     "clients lost in 12 months than a quarter above what is usual, at the end "
     "{churn}. "
     "A limit counts when the test breaks it earlier than it would break anyway."},
    {"stress.limits_own",
     "Four limits are watched. Cash at a month end below {cash}; revenue of a year 5 % "
     "below that of the middle world, {revenue} in the first; more hours needed than "
     "there are; more clients lost in 12 months than a quarter above what is usual, at "
     "the end {churn}. A limit counts when the test breaks it earlier than it would "
     "break anyway."},
    {"stress.first",
     "“{test}”: first to break is cash in {cash} of the worlds, revenue in {revenue}, "
     "working hours in {utilisation}, clients in {churn}, nothing in {nothing} (all ± "
     "{half} at most)."},
    {"stress.trust",
     "Each difference is taken in the same worlds, so that it shows the test and not "
     "the luck. Depth and length of the tests are assumptions, not forecasts: a test "
     "says what happens if, never how likely it is. Nobody in the model reacts but by "
     "the rules that the scenario gives: this is the inherent risk; put measures into "
     "the scenario to see the residual one. Combinations in “What would break the "
     "targets” are the mildest that the search found, not proven to be the mildest "
     "there are."},
    {"reverse.no_goal", "The scenario sets no target on a year or the horizon; name a "
                        "limit to ask for what would break it."},
    {"reverse.goal", "“{metric}, {period}: at least {limit}”"},
    {"reverse.and", " and "},
    {"reverse.recession",
     "a recession of {months} {months|month|months} from {month} on"},
    {"reverse.no_recession", "no recession"},
    {"reverse.crisis", "“{name}” of severity {value} in {month}"},
    {"reverse.no_crisis", "no “{name}”"},
    {"reverse.number", "“{name}” at {value}"},
    {"reverse.year", "a demand in {year} that only {value} of years fall below"},
    {"reverse.found",
     "The mildest combination found that breaks {goal}: {drivers}. Of {paths} fresh "
     "{paths|world|worlds} with it {with} ± {half} break it; with half of each score "
     "({halved}) {less} ± {other}; as things are {without} ± {third}. Its sum of "
     "squared "
     "scores is {size}."},
    {"reverse.unproved",
     "The search proposes for {goal}: {drivers}; but fresh worlds do not bear it out: "
     "of {paths} {paths|world|worlds} with it {with} ± {half} break, with half of each "
     "score ({halved}) {less} ± {other}, as things are {without} ± {third}. Its sum of "
     "squared scores is {size}."},
    {"reverse.by_itself", "{goal} is broken in {without} ± {half} of the worlds as "
                          "things are: no combination is needed."},
    {"reverse.never", "{goal} is broken in none of the simulated worlds ({without} ± "
                      "{half}): there is nothing to search from."},
    {"reverse.none",
     "{goal} is broken in {without} ± {half} of the worlds, but no combination breaks "
     "it in half of them: what decides is the everyday luck of sellers and clients."},
    {"reverse.stopped", "{goal}: the run stopped before the search was over ({without} "
                        "± {half} of the worlds break it as things are)."},
    {"reverse.explained",
     "All {n} {n|driver|drivers} together explain {explained} of "
     "the differences between worlds; the rest is luck that has no "
     "date."},
    {"axis.change_profit",
     "operating profit over the whole horizon: change, {scale}{currency}"},
    {"axis.change_low", "lowest cash at a month end: change, {scale}{currency}"},
    {"axis.kept", "revenue, % of the same worlds without the test"},
    {"legend.middle", "middle world"},
    {"legend.bad_end", "1 world in 20 below"},
    {"legend.test_median", "middle world with the test"},
    {"legend.without", "without the test"},
    {"legend.without_bad", "without, 1 world in 20 below"},
    {"legend.survival", "credit line used up"},
    {"legend.begin", "the test begins"},
    {"chart.stress_profit",
     "Stress tests: what each costs in operating profit, 95 % interval"},
    {"chart.stress_low",
     "Stress tests: what each does to the lowest cash, 95 % interval"},
    {"chart.stress_cash", "Cash: {test}"},
    {"chart.recovery", "Recovery: revenue against the same worlds without the test"},
    {"th.test", "Test"},
    {"th.d_mean", "Operating profit: change of the mean"},
    {"th.d_p50", "Of the middle world"},
    {"th.d_p05", "Of the bad end, 1 in 20"},
    {"th.low", "Lowest cash, 1 in 20 below"},
    {"th.ruin", "P(credit line exceeded)"},
    {"th.hit", "P(hit)"},
    {"th.recovery", "Months until half are back"},
    {"th.not_recovered", "Not back within the horizon"},
    {"th.not_made_up", "Profit not made up at the end"},
    {"th.first_cash", "Cash"},
    {"th.first_revenue", "Revenue"},
    {"th.first_utilisation", "Working hours"},
    {"th.first_churn", "Clients"},
    {"th.first_nothing", "Nothing"},
    {"th.goal", "Limit"},
    {"th.driver", "Mildest combination"},
    {"th.draw", "Score"},
    {"th.broken", "P(broken) as things are"},
    {"th.with", "With it"},
    {"th.half", "With half of it"},
    {NULL, NULL}};

static const struct fc_message messages_ru[] = {
    {"page.stress", "Стресс-тесты: одни и те же миры с бедой и без неё"},
    {"section.stress", "Что проверено"},
    {"section.tests", "Что делает каждый тест"},
    {"section.survival", "Деньги и выживание"},
    {"section.first", "Что ломается первым"},
    {"section.reverse", "Что сорвало бы цели"},
    {"stress.intro",
     "{n} {n|тест|теста|тестов} в {paths} {paths|мире|мирах|мирах}: каждый мир идёт "
     "без теста и с ним, всё остальное везение то же. Случайные кризисы реестра "
     "остаются в обоих. Все интервалы — на 95 %."},
    {"stress.base", "Без тестов операционная прибыль за весь горизонт в срединном "
                    "мире {middle} ± {error}, а в 1 мире из 20 — {low} или "
                    "меньше."},
    {"stress.left_out", "Пропущен «{test}»: {reason}."},
    {"stress.out.recession", "в сценарии уже есть рецессия с датой"},
    {"stress.out.client", "в сценарии этот клиент и так уходит"},
    {"stress.out.nobody", "в сценарии нет продавцов"},
    {"stress.out.turnover", "в сценарии никто никогда не увольняется"},
    {"stress.out.one", "проведено меньше двух тестов"},
    {"stress.test", "«{test}», начало — {month}: операционная прибыль срединного мира "
                    "меняется на {middle} ± {half}, плохого края, 1 мира из 20, — на "
                    "{low} ± {other}."},
    {"stress.test_user", "«{test}»: операционная прибыль срединного мира меняется на "
                         "{middle} ± {half}, плохого края, 1 мира из 20, — на {low} ± "
                         "{other}."},
    {"stress.test_middle", "«{test}»: операционная прибыль срединного мира меняется на "
                           "{middle} ± {half}; для плохого края миров слишком мало."},
    {"stress.also", "Эти два: {one}; {two}."},
    {"stress.left",
     "В этом месяце уходит {left} ± {half} продавцов, по всем причинам."},
    {"stress.low", "«{test}»: в 1 мире из 20 наименьший остаток денег {low} ± {half} "
                   "или меньше."},
    {"stress.need", "Ещё {reserve} удержали бы 19 миров из 20 на нуле или выше."},
    {"stress.ruin", "Кредитной линии не хватает в {ruin} ± {half} миров."},
    {"stress.ruin_month", "Кредитной линии не хватает в {ruin} ± {half} миров, в "
                          "половине из них — к месяцу {month}."},
    {"stress.no_ruin", "Кредитной линии хватает в каждом мире."},
    {"stress.recovered",
     "Мир задет, когда его выручка за месяц на 2 % или больше ниже, чем в том же мире "
     "без теста, и оправился, когда этого не было два месяца подряд. Прибыль "
     "наверстана, когда с начала теста не хватает меньше 2 % выручки."},
    {"stress.recovery", "«{test}» задевает {hit} миров; половина из них оправляется за "
                        "{months} {months|месяц|месяца|месяцев}, {never} ± {half} — не "
                        "в пределах горизонта. К его концу прибыль не наверстана в "
                        "{missing} ± {other} всех миров."},
    {"stress.no_recovery",
     "«{test}» задевает {hit} миров; {never} ± {half} из них не оправляются в пределах "
     "горизонта. К его концу прибыль не наверстана в {missing} ± {other} всех миров."},
    {"stress.unhit", "«{test}» не задевает ни одного мира."},
    {"stress.limits",
     "Пределов четыре. Деньги на конец месяца ниже {cash}; выручка года ниже цели, в "
     "первом году {revenue}; нужно больше часов, чем есть; за 12 месяцев потеряно "
     "клиентов на четверть больше обычного, к концу {churn}. Предел считается, если с "
     "тестом он нарушен раньше, чем был бы и так."},
    {"stress.limits_own",
     "Пределов четыре. Деньги на конец месяца ниже {cash}; выручка года на 5 % ниже, "
     "чем в срединном мире, в первом году {revenue}; нужно больше часов, чем есть; за "
     "12 "
     "месяцев потеряно клиентов на четверть больше обычного, к концу {churn}. Предел "
     "считается, если с тестом он нарушен раньше, чем был бы и так."},
    {"stress.first", "«{test}»: первыми ломаются деньги в {cash} миров, выручка в "
                     "{revenue}, рабочие часы в {utilisation}, клиенты в {churn}, "
                     "ничего в {nothing} (всё не более ± {half})."},
    {"stress.trust",
     "Каждая разница взята в одних и тех же мирах: она показывает тест, а не везение. "
     "Глубина и длина тестов — допущения, а не прогноз: тест говорит, что будет, если, "
     "но не насколько это вероятно. В модели никто не реагирует иначе, чем по правилам "
     "сценария: это присущий риск; чтобы увидеть остаточный, внесите меры в сценарий. "
     "Сочетания в разделе «Что сорвало бы цели» — самые мягкие из найденных, но не "
     "доказано, что мягче нет."},
    {"reverse.no_goal", "В сценарии нет цели на год или на горизонт; назовите предел, "
                        "чтобы узнать, что его нарушит."},
    {"reverse.goal", "«{metric}, {period}: не меньше {limit}»"},
    {"reverse.and", " и "},
    {"reverse.recession",
     "рецессия в {months} {months|месяц|месяца|месяцев} с {month}"},
    {"reverse.no_recession", "без рецессии"},
    {"reverse.crisis", "«{name}» силой {value}, начиная с {month}"},
    {"reverse.no_crisis", "без «{name}»"},
    {"reverse.number", "«{name}» на уровне {value}"},
    {"reverse.year", "спрос {year}, ниже которого лишь {value} лет"},
    {"reverse.found",
     "Самое мягкое из найденных сочетаний, которое нарушает предел {goal}: {drivers}. "
     "Из {paths} новых {paths|мира|миров|миров} с ним нарушают {with} ± {half}; с "
     "половиной каждой оценки ({halved}) {less} ± {other}; как есть {without} ± "
     "{third} миров. Сумма квадратов оценок {size}."},
    {"reverse.unproved",
     "Для предела {goal} поиск предлагает: {drivers}; но новые миры этого не "
     "подтверждают: из {paths} {paths|мира|миров|миров} с ним нарушают {with} ± "
     "{half}, "
     "с половиной каждой оценки ({halved}) {less} ± {other}, как есть {without} ± "
     "{third} миров. Сумма квадратов оценок {size}."},
    {"reverse.by_itself", "Предел {goal} и так нарушен в {without} ± {half} миров: "
                          "никакого сочетания не нужно."},
    {"reverse.never", "Предел {goal} не нарушен ни в одном из миров ({without} ± "
                      "{half}): искать не от чего."},
    {"reverse.none",
     "Предел {goal} нарушен в {without} ± {half} миров, но ни одно сочетание не "
     "нарушает его в половине: решает повседневное везение продавцов и клиентов."},
    {"reverse.stopped", "Предел {goal}: прогон остановлен раньше, чем кончился поиск "
                        "(как есть он нарушен в {without} ± {half} миров)."},
    {"reverse.explained",
     "Все {n} {n|фактор|фактора|факторов} вместе объясняют {explained} различий между "
     "мирами; остальное — везение без даты."},
    {"axis.change_profit",
     "операционная прибыль за весь горизонт: изменение, {scale}{currency}"},
    {"axis.change_low",
     "наименьший остаток на конец месяца: изменение, {scale}{currency}"},
    {"axis.kept", "выручка, % от тех же миров без теста"},
    {"legend.middle", "срединный мир"},
    {"legend.bad_end", "ниже 1 мир из 20"},
    {"legend.test_median", "срединный мир с тестом"},
    {"legend.without", "без теста"},
    {"legend.without_bad", "без теста, ниже 1 мир из 20"},
    {"legend.survival", "кредитная линия исчерпана"},
    {"legend.begin", "тест начинается"},
    {"chart.stress_profit", "Стресс-тесты: цена в операционной прибыли, интервал 95 %"},
    {"chart.stress_low",
     "Стресс-тесты: что делают с наименьшим остатком, интервал 95 %"},
    {"chart.stress_cash", "Деньги: {test}"},
    {"chart.recovery", "Восстановление: выручка против тех же миров без теста"},
    {"th.test", "Тест"},
    {"th.d_mean", "Операционная прибыль: изменение среднего"},
    {"th.d_p50", "Срединного мира"},
    {"th.d_p05", "Плохого края, 1 из 20"},
    {"th.low", "Наименьший остаток, ниже 1 из 20"},
    {"th.ruin", "P(кредитной линии не хватает)"},
    {"th.hit", "P(задет)"},
    {"th.recovery", "Месяцев, пока оправится половина"},
    {"th.not_recovered", "Не оправились в горизонте"},
    {"th.not_made_up", "Прибыль к концу не наверстана"},
    {"th.first_cash", "Деньги"},
    {"th.first_revenue", "Выручка"},
    {"th.first_utilisation", "Рабочие часы"},
    {"th.first_churn", "Клиенты"},
    {"th.first_nothing", "Ничего"},
    {"th.goal", "Предел"},
    {"th.driver", "Самое мягкое сочетание"},
    {"th.draw", "Оценка"},
    {"th.broken", "P(нарушен), как есть"},
    {"th.with", "С ним"},
    {"th.half", "С половиной"},
    {NULL, NULL}};

static const struct fc_term terms_en[] = {
    {"test", "base", "no test", "The scenario as it is."},
    {"test", "recession", "severe recession",
     "Twice as deep as a recession that comes by chance, for 18 months."},
    {"test", "largest_client", "loss of the largest client",
     "The key account with the largest revenue leaves."},
    {"test", "largest_segment", "largest client segment holds back",
     "Without key accounts: for a year the segment with the largest revenue asks half "
     "as much, and its clients leave more."},
    {"test", "breach_outage", "data breach and IT outage",
     "Both in one month; those of the register, at a severity that 1 in 20 exceeds, if "
     "it has them."},
    {"test", "recall", "product recall",
     "The product with the largest revenue is called back."},
    {"test", "reps_leave", "three sellers in ten leave",
     "For a month so many leave that it comes to 30 %, for all reasons together."},
    {"test", "two_worst", "the two worst at once",
     "The two tests that cost most mean profit, in the same world."},
    {"column", "test", "test", "Stress test; base is none."},
    {"column", "outcome", "outcome",
     "found: a combination was found and proved; unproved: fresh worlds do not bear it "
     "out; by_itself, never: broken in half of the worlds anyway, in none; none: "
     "nothing "
     "that the drivers do breaks it in half of them; stopped."},
    {"column", "driver", "driver",
     "What is fixed: the recession, a crisis of the register, the demand of a year, an "
     "uncertain number."},
    {"column", "limit", "limit", "The metric is broken below it."},
    {"column", "half", "half",
     "The value at half of the normal score; 0: it stays away."},
    {"column", "score", "score",
     "Normal score of the value among all worlds: 0 is the middle, 1.6 is exceeded in "
     "1 "
     "world of 20."},
    {"stat", "change_mean", "change of the mean",
     "Mean with the test less that of the same worlds without it."},
    {"stat", "change_p50", "change of the median",
     "Median with the test less that without it."},
    {"stat", "change_p05", "change of the 5 % quantile",
     "5 % quantile with the test less that without it."},
    {"key", "tests", "tests", "One entry a stress test, the scenario itself first."},
    {"key", "left_out", "left out", "Why a test was not run."},
    {"key", "funding_need", "funding need",
     "What is missing to zero where cash is lowest, mean over the worlds."},
    {"key", "reserve", "reserve",
     "Cash that would keep 95 % of the worlds at zero or above."},
    {"key", "ruin", "ruin", "Share of worlds with cash below minus the credit line."},
    {"key", "survival_months", "survival months",
     "First such month, median of the worlds that have one."},
    {"key", "recovery_months", "recovery months",
     "Months from the first in which revenue is 2 % or more below that of the same "
     "world without the test until this is over for two months; median of the worlds "
     "that are hit; one more than the horizon: not within it."},
    {"key", "not_recovered", "not recovered",
     "Share of the worlds hit that are not back within the horizon."},
    {"key", "made_up_months", "made-up months",
     "Months until the profit lost since the test began is at most 2 % of revenue "
     "since "
     "then, and stays so; median."},
    {"key", "not_made_up", "not made up",
     "Share of worlds in which more is missing at the end."},
    {"key", "first_cash", "cash first",
     "Share of worlds in which cash is the first limit that the test breaks."},
    {"key", "first_revenue", "revenue first", "The same for the revenue of a year."},
    {"key", "first_utilisation", "hours first",
     "The same for hours needed over hours there are."},
    {"key", "first_churn", "clients first", "The same for clients lost in 12 months."},
    {"key", "first_nothing", "nothing breaks",
     "Share of worlds in which the test breaks none of these limits."},
    {"key", "sellers_left", "sellers left",
     "Share of the sellers who leave in the month of the test, for all reasons."},
    {"key", "reverse", "reverse", "Reverse stress tests, one a limit."},
    {"key", "drivers", "drivers", "What the mildest combination fixes."},
    {"key", "explained", "explained",
     "Share of the variance of the metric that all drivers explain, linear fit."},
    {"key", "mildness", "mildness", "Sum of the squared scores of the combination."},
    {"key", "broken", "broken", "Share of worlds below the limit as things are."},
    {"key", "broken_with", "broken with it", "The same with the combination."},
    {"key", "broken_with_half", "broken with half of it",
     "The same with half of each score."},
    {"key", "proof_paths", "proof paths",
     "Fresh worlds in which the combination was proved."},
    {"key", "search_paths", "search paths", "Worlds of each step of the search."},
    {"file", "stress.csv", "stress.csv", "Numbers of every stress test."},
    {"file", "reverse.csv", "reverse.csv",
     "The mildest combinations that break the limits."},
    {NULL, NULL, NULL, NULL}};

static const struct fc_term terms_ru[] = {
    {"test", "base", "без теста", "Сценарий как есть."},
    {"test", "recession", "тяжёлая рецессия", "Вдвое глубже случайной, на 18 месяцев."},
    {"test", "largest_client", "уход крупнейшего клиента",
     "Уходит ключевой клиент с наибольшей выручкой."},
    {"test", "largest_segment", "крупнейший сегмент выжидает",
     "Если ключевых клиентов нет: год сегмент с наибольшей выручкой спрашивает вдвое "
     "меньше, и клиенты его уходят чаще."},
    {"test", "breach_outage", "утечка данных и сбой ИТ",
     "Оба в одном месяце; если они есть в реестре, то его, силой, которую превышает 1 "
     "случай из 20."},
    {"test", "recall", "отзыв продукта", "Отзывают продукт с наибольшей выручкой."},
    {"test", "reps_leave", "уходят трое из десяти продавцов",
     "За месяц уходит столько, что всего, по всем причинам, выходит 30 %."},
    {"test", "two_worst", "два худших сразу",
     "Два теста, которые стоят больше всего средней прибыли, в одном мире."},
    {"column", "test", "тест", "Стресс-тест; base — без теста."},
    {"column", "outcome", "исход",
     "found: сочетание найдено и подтверждено; unproved: новые миры не подтверждают; "
     "by_itself, never: нарушен в половине миров и так, ни в одном; none: ничто, что "
     "делают факторы, не нарушает его в половине; stopped: остановлено."},
    {"column", "driver", "фактор",
     "Что закреплено: рецессия, кризис реестра, спрос года, неопределённое число."},
    {"column", "limit", "предел", "Показатель нарушает его снизу."},
    {"column", "half", "половина",
     "Значение при половине нормальной оценки; 0: не случается."},
    {"column", "score", "оценка",
     "Нормальная оценка значения среди всех миров: 0 — середина, 1,6 превышает 1 мир "
     "из 20."},
    {"stat", "change_mean", "изменение среднего",
     "Среднее с тестом минус среднее тех же миров без него."},
    {"stat", "change_p50", "изменение медианы", "Медиана с тестом минус без него."},
    {"stat", "change_p05", "изменение квантиля 5 %",
     "Квантиль 5 % с тестом минус без него."},
    {"key", "tests", "тесты", "По записи на стресс-тест, первым — сам сценарий."},
    {"key", "left_out", "пропущен", "Почему тест не проведён."},
    {"key", "funding_need", "нехватка денег",
     "Сколько не хватает до нуля там, где денег меньше всего, в среднем по мирам."},
    {"key", "reserve", "резерв",
     "Деньги, которые удержали бы 95 % миров на нуле или "
     "выше."},
    {"key", "ruin", "разорение", "Доля миров, где денег меньше минус кредитной линии."},
    {"key", "survival_months", "месяцев до разорения",
     "Первый такой месяц, медиана миров, где он есть."},
    {"key", "recovery_months", "месяцев восстановления",
     "Месяцы от первого, в котором выручка на 2 % или больше ниже, чем в том же мире "
     "без "
     "теста, до двух месяцев подряд без этого; медиана задетых миров; на один больше "
     "горизонта: не в его пределах."},
    {"key", "not_recovered", "не оправились",
     "Доля задетых миров, которые не оправились в пределах горизонта."},
    {"key", "made_up_months", "месяцев до наверстания",
     "Месяцы, пока потерянная с начала теста прибыль не станет не больше 2 % выручки с "
     "тех пор и не останется такой; медиана."},
    {"key", "not_made_up", "не наверстано",
     "Доля миров, где к концу не хватает больше."},
    {"key", "first_cash", "сначала деньги",
     "Доля миров, где деньги — первый предел, который нарушает тест."},
    {"key", "first_revenue", "сначала выручка", "То же для выручки года."},
    {"key", "first_utilisation", "сначала часы",
     "То же для нужных часов против имеющихся."},
    {"key", "first_churn", "сначала клиенты",
     "То же для потерянных за 12 месяцев клиентов."},
    {"key", "first_nothing", "ничего не сломалось",
     "Доля миров, где тест не нарушает ни одного из этих пределов."},
    {"key", "sellers_left", "ушло продавцов",
     "Доля продавцов, ушедших в месяце теста, по всем причинам."},
    {"key", "reverse", "обратные тесты", "Обратные стресс-тесты, по одному на предел."},
    {"key", "drivers", "факторы", "Что закрепляет самое мягкое сочетание."},
    {"key", "explained", "объяснено",
     "Доля дисперсии показателя, которую объясняют все факторы, линейная подгонка."},
    {"key", "mildness", "мягкость", "Сумма квадратов оценок сочетания."},
    {"key", "broken", "нарушен", "Доля миров ниже предела, как есть."},
    {"key", "broken_with", "нарушен с ним", "То же с сочетанием."},
    {"key", "broken_with_half", "нарушен с половиной",
     "То же с половиной каждой оценки."},
    {"key", "proof_paths", "миров проверки",
     "Новые миры, в которых сочетание проверено."},
    {"key", "search_paths", "миров поиска", "Миры каждого шага поиска."},
    {"file", "stress.csv", "stress.csv", "Числа каждого стресс-теста."},
    {"file", "reverse.csv", "reverse.csv",
     "Самые мягкие сочетания, нарушающие пределы."},
    {NULL, NULL, NULL, NULL}};

const struct fc_lexicon fc__words_stress = {{messages_en, messages_ru},
                                            {terms_en, terms_ru}};
