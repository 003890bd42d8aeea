funnelcloud run
