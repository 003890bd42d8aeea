funnelcloud run x.cfg --p 3
