funnelcloud help
