funnelcloud run x.cfg --paths
