funnelcloud run x.cfg --patsh 3
