funnelcloud rum
