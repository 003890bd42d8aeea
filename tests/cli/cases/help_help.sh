funnelcloud help --help
