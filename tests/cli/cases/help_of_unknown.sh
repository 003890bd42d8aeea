funnelcloud help rnu
