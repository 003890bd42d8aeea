funnelcloud run x.cfg --force=3
