funnelcloud run x.cfg --frobnicate=3
