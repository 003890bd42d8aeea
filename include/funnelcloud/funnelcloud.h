/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file funnelcloud.h
 * The whole public interface: read a scenario, run it, look at the forecast, write a
 * report.
 */
#ifndef FUNNELCLOUD_H
#define FUNNELCLOUD_H

#include "funnelcloud/decide.h"
#include "funnelcloud/forecast.h"
#include "funnelcloud/frontier.h"
#include "funnelcloud/report.h"
#include "funnelcloud/run.h"
#include "funnelcloud/scenario.h"
#include "funnelcloud/status.h"
#include "funnelcloud/structures.h"

#endif
