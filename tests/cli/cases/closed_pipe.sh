# SPDX-License-Identifier: GPL-3.0-or-later
# A reader that went away is no failure.
{ funnelcloud init; echo $? >code; } | true
cat code
