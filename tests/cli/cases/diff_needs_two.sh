funnelcloud explain --diff a.cfg
