funnelcloud run a.cfg b.cfg
