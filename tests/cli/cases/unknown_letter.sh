funnelcloud run x.cfg -z
