/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of the autopsy of missed targets, both languages. */
#include <stddef.h>

#include "report/words.h"

static const struct fc_message messages_en[] = {
    {"page.autopsy", "What the missed target is made of"},
    {"section.missing", "How much is missing"},
    {"section.made_of", "What it is made of"},
    {"section.other_targets", "The other targets"},
    {"autopsy.missing", "{metric}, {period}: in {missed} of {paths} worlds, {share} ± "
                        "{half}, it stays below the target of {target}. On average "
                        "{short} ± {error} is missing there."},
    {"autopsy.missing_none", "{metric}, {period}: {missed} of {paths} worlds, {share}, "
                             "{missed|stays|stay} below the target of {target}."},
    {"autopsy.appetite", "Accepted are misses in {accept} of the worlds."},
    {"autopsy.none", "There is nothing to take apart; a higher target would show what "
                     "stands in the way."},
    {"autopsy.few", "That is too few to say why: at least {least} worlds that miss are "
                    "needed, about {needed} worlds in all."},
    {"autopsy.stopped", "The run stopped before these worlds were replayed."},
    {"autopsy.plan",
     "Even with every cause set to normal these worlds would miss by "
     "{rest} ± {half}: that is the plan itself. The causes take another "
     "{taken}."},
    {"autopsy.even", "With every cause set to normal these worlds would end at the "
                     "target, as far as can be told ({rest} ± {half} from it). The "
                     "causes take {taken}."},
    {"autopsy.surplus",
     "With every cause set to normal these worlds would end {rest} ± "
     "{half} above the target: the plan itself is not what is "
     "missing. The causes take {taken}."},
    {"autopsy.cause", "{cause}: {percent} of that, {money} ± {half}; in {largest} of "
                      "these worlds nothing costs more."},
    {"autopsy.crisis", "{cause} (owner: {owner}): {percent} of that, {money} ± {half}; "
                       "in {largest} of these worlds nothing costs more."},
    {"autopsy.small", "Smaller parts: {causes}."},
    {"autopsy.unseen", "Not told apart from nothing: {causes}."},
    {"autopsy.exact", "{worlds} missing worlds were replayed with the causes normal in "
                      "all combinations, {runs} runs of a world; every cause has its "
                      "average over all orders (Shapley). The parts add up to {short} "
                      "exactly; ± is 95 %."},
    {"autopsy.sampled", "{worlds} missing worlds were replayed with the causes taken "
                        "out one after the other in {orders} orders, {runs} runs of a "
                        "world; every cause has its average over the orders. The parts "
                        "add up to {short} exactly; ± is 95 % and covers worlds and "
                        "orders."},
    {"autopsy.normal",
     "Normal means, for what was taken out: good and bad years of demand at their "
     "average, the swings of the "
     "economy, deals won and clients lost as in another world, deals of average size; "
     "nobody leaves, seats are filled and newcomers know their job; hours enough for "
     "all work; no recession, no crisis."},
    {"autopsy.limits",
     "These worlds are chosen because they miss, so that bad luck is what they have in "
     "common; what people who leave and missing hours cost is paid in the other "
     "worlds, "
     "too."},
    {"chart.waterfall", "{metric}, {period}: from target to result where it is missed"},
    {"legend.goal", "Target"},
    {"legend.reached", "These worlds reach"},
    {"th.cause", "Cause"},
    {"th.whole_money", "Whole money, adds up"},
    {"th.takes", "Takes, mean of a world"},
    {"th.part_taken", "Of all causes"},
    {"th.largest", "Largest in"},
    {"th.lack", "Missing, mean of worlds that miss"},
    {NULL, NULL}};

static const struct fc_message messages_ru[] = {
    {"page.autopsy", "Из чего состоит недобор"},
    {"section.missing", "Сколько не хватает"},
    {"section.made_of", "Из чего это складывается"},
    {"section.other_targets", "Другие цели"},
    {"autopsy.missing",
     "{metric}, {period}: в {missed} из {paths} миров, это {share} ± "
     "{half}, результат ниже цели {target}. В среднем там не хватает "
     "{short} ± {error}."},
    {"autopsy.missing_none",
     "{metric}, {period}: ниже цели {target} {missed|оказывается|оказываются|"
     "оказывается} {missed} из {paths} миров, это {share}."},
    {"autopsy.appetite", "Допустимым считается промах в {accept} миров."},
    {"autopsy.none", "Разбирать нечего; более высокая цель показала бы, что стоит на "
                     "пути."},
    {"autopsy.few",
     "Этого мало, чтобы назвать причины: нужно не меньше {least} миров с "
     "промахом, то есть около {needed} миров всего."},
    {"autopsy.stopped", "Расчёт остановлен раньше, чем эти миры были повторены."},
    {"autopsy.plan", "Даже если бы все причины были в норме, этим мирам не хватило бы "
                     "{rest} ± {half}: это сам план. Причины отнимают ещё {taken}."},
    {"autopsy.even", "Если бы все причины были в норме, эти миры, насколько можно "
                     "судить, пришли бы к цели ({rest} ± {half} от неё). Причины "
                     "отнимают {taken}."},
    {"autopsy.surplus", "Если бы все причины были в норме, эти миры оказались бы на "
                        "{rest} ± {half} выше цели: дело не в самом плане. Причины "
                        "отнимают {taken}."},
    {"autopsy.cause", "{cause}: {percent} этой суммы, {money} ± {half}; в {largest} "
                      "таких миров ничто не обходится дороже."},
    {"autopsy.crisis", "{cause} (владелец: {owner}): {percent} этой суммы, {money} ± "
                       "{half}; в {largest} таких миров ничто не обходится дороже."},
    {"autopsy.small", "Меньшие доли: {causes}."},
    {"autopsy.unseen", "От нуля не отличить: {causes}."},
    {"autopsy.exact", "Повторено миров с промахом: {worlds}, со всеми сочетаниями "
                      "причин, всего прогонов мира: {runs}; каждой причине отнесено её "
                      "среднее по всем порядкам (Шепли). Части в сумме дают ровно "
                      "{short}; ± — это 95 %."},
    {"autopsy.sampled", "Повторено миров с промахом: {worlds}; причины убирали одну за "
                        "другой, порядков: {orders}, всего прогонов мира: {runs}; "
                        "каждой причине отнесено её среднее по порядкам. Части в сумме "
                        "дают ровно {short}; ± — это 95 %, с учётом и миров, и "
                        "порядков."},
    {"autopsy.normal",
     "Норма для того, что убирали: спрос среднего года, колебания экономики, исход "
     "сделок и уход "
     "клиентов как в другом мире, сделки среднего размера; никто не увольняется, места "
     "заняты и новички умеют работать; часов хватает на всё; нет ни рецессии, ни "
     "кризисов."},
    {"autopsy.limits",
     "Эти миры отобраны потому, что в них цель не достигнута: общее у них — невезение. "
     "За увольнения и нехватку часов платят и остальные миры."},
    {"chart.waterfall", "{metric}, {period}: от цели к результату при промахе"},
    {"legend.goal", "Цель"},
    {"legend.reached", "Достигнуто в этих мирах"},
    {"th.cause", "Причина"},
    {"th.whole_money", "Целые деньги, сходятся"},
    {"th.takes", "Отнимает в среднем"},
    {"th.part_taken", "Доля причин"},
    {"th.largest", "Главная в"},
    {"th.lack", "Не хватает в среднем, где промах"},
    {NULL, NULL}};

static const struct fc_term terms_en[] = {
    {"cause", "leads", "Weak demand",
     "Bad years, months and markets, and the swings of the economy within a regime; "
     "normal: years and months at their average, swings as in another world."},
    {"cause", "wins", "Luck with deals",
     "Which enquiries come and which deals are won; normal: the luck of another "
     "world."},
    {"cause", "sizes", "Small deals",
     "How large new deals are; normal: each is worth the mean."},
    {"cause", "churn", "Clients lost",
     "Who leaves, goes bankrupt, buys again or more, beyond what is usual; normal: the "
     "luck of another world."},
    {"cause", "people", "Leavers and newcomers",
     "People who leave, empty seats, ramp, ability; normal: nobody leaves, seats are "
     "filled, everybody knows the job and is equally able."},
    {"cause", "coverage", "Hours short",
     "Work for which there are no hours, and the wait for first contact; normal: there "
     "are hours enough for all work."},
    {"cause", "recession", "Recession", "Normal: there is none."},
    {"cause", "assumptions", "Uncertain numbers",
     "Numbers of the scenario that are given as an interval; normal: their medians."},
    {"cause", "crises", "All crises", "Normal: none of them begins."},
    {"cause", "rest", "The plan itself",
     "Target less what is reached with every cause normal; negative: the plan has that "
     "much to spare."},
    {"cause", "shortfall", "Shortfall", "Target less what is reached."},
    {"column", "cause", "cause",
     "Cause, name of a crisis, rest (the plan itself) or shortfall (the sum)."},
    {"column", "money", "money",
     "Whole units of money, mean of a world (autopsy_worlds.csv: of that world); "
     "causes "
     "and rest add up to the shortfall."},
    {"column", "of_causes", "of all causes",
     "What the cause takes, divided by what all causes take together."},
    {"column", "largest", "largest",
     "Share of the replayed worlds in which no cause takes more."},
    {"column", "largest_se", "its error", "Standard error of it."},
    {"column", "total", "total", "Sum over the replayed worlds, whole units of money."},
    {"column", "world", "world", "Number of the world, for --only-path."},
    {"key", "missed", "missed", "Worlds below the target."},
    {"key", "shortfall", "shortfall", "Target less value, mean of worlds that miss."},
    {"key", "chosen", "chosen", "The target that is looked into."},
    {"key", "replayed", "replayed", "Worlds that were replayed; 0: nothing was."},
    {"key", "orders", "orders",
     "Orders of the causes that were tried; 0: all of them."},
    {"key", "path_runs", "path-runs", "Runs of a world of the whole autopsy."},
    {"key", "parts", "parts", "Causes, rest and shortfall."},
    {"file", "autopsy.csv", "autopsy.csv", "What each cause takes of the target."},
    {"file", "autopsy_worlds.csv", "autopsy_worlds.csv",
     "The same for each replayed world."},
    {NULL, NULL, NULL, NULL}};

static const struct fc_term terms_ru[] = {
    {"cause", "leads", "Слабый спрос",
     "Плохие годы, месяцы и рынки, колебания экономики внутри режима; норма: годы и "
     "месяцы средние, колебания как в другом мире."},
    {"cause", "wins", "Везение в сделках",
     "Какие обращения приходят и какие сделки выигрываются; норма: везение другого "
     "мира."},
    {"cause", "sizes", "Мелкие сделки",
     "Насколько велики новые сделки; норма: каждая равна средней."},
    {"cause", "churn", "Уход клиентов",
     "Кто уходит, банкротится, покупает снова или больше, сверх обычного; норма: "
     "везение другого мира."},
    {"cause", "people", "Увольнения и новички",
     "Увольнения, пустые места, обучение новичков, способности; норма: никто не "
     "уходит, места заняты, все умеют работать и равно способны."},
    {"cause", "coverage", "Нехватка часов",
     "Работа, на которую нет часов, и ожидание первого контакта; норма: часов хватает "
     "на всё."},
    {"cause", "recession", "Рецессия", "Норма: её нет."},
    {"cause", "assumptions", "Неопределённые числа",
     "Числа сценария, заданные интервалом; норма: их медианы."},
    {"cause", "crises", "Все кризисы", "Норма: ни один не начинается."},
    {"cause", "rest", "Сам план",
     "Цель минус то, что достигнуто, когда все причины в норме; меньше нуля: у плана "
     "есть такой запас."},
    {"cause", "shortfall", "Недобор", "Цель минус достигнутое."},
    {"column", "cause", "причина",
     "Причина, имя кризиса, rest (сам план) или shortfall (сумма)."},
    {"column", "money", "деньги",
     "Целые денежные единицы, среднее на мир (autopsy_worlds.csv: этого мира); причины "
     "и остаток в сумме дают недобор."},
    {"column", "of_causes", "доля причин",
     "Что отнимает причина, делённое на то, что отнимают все вместе."},
    {"column", "largest", "главная",
     "Доля повторённых миров, где ни одна причина не отнимает больше."},
    {"column", "largest_se", "её ошибка", "Стандартная ошибка этой доли."},
    {"column", "total", "итог", "Сумма по повторённым мирам, целые денежные единицы."},
    {"column", "world", "мир", "Номер мира, для --only-path."},
    {"key", "missed", "промахи", "Миры ниже цели."},
    {"key", "shortfall", "недобор", "Цель минус значение, среднее миров с промахом."},
    {"key", "chosen", "выбрана", "Цель, которую разбирают."},
    {"key", "replayed", "повторено", "Повторённые миры; 0: ни одного."},
    {"key", "orders", "порядки", "Испытанные порядки причин; 0: все."},
    {"key", "path_runs", "прогоны", "Прогоны миров за весь разбор."},
    {"key", "parts", "части", "Причины, остаток и недобор."},
    {"file", "autopsy.csv", "autopsy.csv", "Что каждая причина отнимает у цели."},
    {"file", "autopsy_worlds.csv", "autopsy_worlds.csv",
     "То же для каждого повторённого мира."},
    {NULL, NULL, NULL, NULL}};

const struct fc_lexicon fc__lexicon_autopsy = {{messages_en, messages_ru},
                                               {terms_en, terms_ru}};
